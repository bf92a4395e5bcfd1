import { byId, list, none, type WalkedRoute } from './walked-route.ts';

function filePart(): FormData {
  const form = new FormData();
  form.set('data', new File(['%PDF'], 'paper.pdf', { type: 'application/pdf' }));
  return form;
}

const oneLink: WalkedRoute = { names: { id: 'linkId' } };

/** Of pieces, their links and what was read of them. */
export const walkedContentRoutes: Record<string, WalkedRoute> = {
  'content.coverage.read': { wrong: { query: '?period=century' } },
  'content.coverage.cell': {
    query: () => '?persona=*&phase=education',
    wrong: { query: '?persona=*' },
  },
  'content.coverage.export': { wrong: { query: '?period=century' } },
  'content.decisions.list': none,
  'content.decisions.count': none,
  'content.decisions.history': list,
  'content.decisions.decide': {
    body: (ours) => ({ kind: 'keep', assetId: ours.assetId }),
    namesRecords: true,
    wrong: { body: { kind: 'make' } },
  },
  'content.decisions.undo': { names: { id: 'contentDecisionId' } },
  'content.usage.read': { wrong: { query: '?period=century' } },
  'content.usage.export': { wrong: { query: '?period=century' } },
  'content.library.list': list,
  'content.library.overview': none,
  'content.library.search': { query: '?q=energy', wrong: { query: '?q=' } },
  'content.library.export': { wrong: { query: '?state=lost' } },
  'content.library.get': byId,
  'content.library.create': {
    body: { title: 'Pricing', url: 'https://northwind.example/pricing' },
    wrong: { body: { title: '' } },
  },
  'content.library.update': { body: { title: 'Prices' } },
  'content.library.addVersion': { body: { url: 'https://northwind.example/prices' } },
  'content.library.makeCurrent': {
    body: (ours) => ({ versionId: ours.contactId }),
  },
  'content.library.retire': { body: {} },
  'content.library.bringBack': byId,
  'content.library.confirm': { body: {} },
  'content.library.remove': byId,
  'content.library.beginUpload': {
    body: { fileName: 'paper.pdf', fileBytes: 4 },
    wrong: { body: { fileName: 'paper.pdf', fileBytes: 0 } },
  },
  'content.library.readUpload': byId,
  'content.library.putPart': { params: { part: '0' }, form: filePart },
  'content.library.completeUpload': { body: {} },
  'content.library.cancelUpload': byId,
  'content.links.list': list,
  'content.links.create': {
    body: (ours) => ({ assetIds: [ours.assetId] }),
    namesRecords: true,
    wrong: { body: { assetIds: [] } },
  },
  'content.links.overview': none,
  'content.links.settings': none,
  'content.links.get': oneLink,
  'content.links.update': { ...oneLink, body: { note: 'for us' } },
  'content.links.revoke': oneLink,
  'content.links.restore': oneLink,
  'content.links.replaceSlug': { ...oneLink, body: {} },
  'content.links.send': { ...oneLink, body: { subject: 'As promised', to: 'ada@acme.example' } },
  'content.links.nextAssets': {
    query: (ours) => `?contactId=${ours.contactId}`,
    namesRecords: true,
    wrong: { query: '?limit=0' },
  },
  'content.links.listRequests': list,
  'content.links.ask': {
    body: (ours) => ({ text: 'A sheet on prices', contactId: ours.contactId }),
    namesRecords: true,
    wrong: { body: { text: '' } },
  },
  'content.links.answerRequest': { names: { id: 'contentRequestId' }, body: { text: 'Not this year' } },
  'content.reading.visits': { wrong: { query: '?show=some' } },
  'content.reading.now': none,
  // An endless answer; a token is nobody, so that every stranger here gets 404 and the walk no stream.
  'content.reading.live': { namesRecords: true, wrong: { query: '?recheckSeconds=0' } },
  'content.reading.settings': none,
  'content.reading.saveSettings': { body: { mode: 'persons' }, wrong: { body: { mode: 'nobody' } } },
  'content.piece.read': { wrong: { query: '?period=some' } },
  'content.piece.people': list,
  'content.piece.visits': list,
  'content.piece.shares': list,
  'content.piece.exportVisits': byId,
  'content.piece.exportLinkVisits': byId,
};
