import { list, none, type WalkedRoute } from './walked-route.ts';

const oneClaim: WalkedRoute = { names: { id: 'claimId' } };
const oneReport: WalkedRoute = { names: { id: 'boardReportId' } };
const oneSchedule: WalkedRoute = { names: { id: 'boardScheduleId' } };
const oneAddress: WalkedRoute = { names: { id: 'boardAddressId' } };

function costFile(): FormData {
  const form = new FormData();
  form.set(
    'data',
    new File(['channel,from,amount\nPodcast,2026-01-01,10\n'], 'costs.csv', { type: 'text/csv' }),
  );
  return form;
}

/** Of who gets the credit, what it was worth and what can be shown of it. */
export const walkedResultsRoutes: Record<string, WalkedRoute> = {
  'results.asking.progress': { query: '?of=results.value.read', wrong: { query: '?of=everything' } },
  'results.board.read': { wrong: { query: '?quarter=summer' } },
  'results.board.pdf': { wrong: { query: '?paper=napkin' } },
  'results.board.writeNote': {
    params: { quarter: '2026-Q1' },
    body: { text: 'A good quarter.', revision: 0 },
    wrong: { body: { text: 'A good quarter.' } },
  },
  'results.board.listReports': list,
  'results.board.keepReport': { body: {}, wrong: { body: { paper: 'napkin' } } },
  'results.board.getReport': oneReport,
  'results.board.reportPdf': oneReport,
  'results.board.listSchedules': none,
  'results.board.createSchedule': { body: { cadence: 'weekly' }, wrong: { body: { cadence: 'hourly' } } },
  'results.board.updateSchedule': { ...oneSchedule, body: { cadence: 'monthly' } },
  'results.board.deleteSchedule': oneSchedule,
  'results.board.testSend': oneSchedule,
  'results.board.addAddress': {
    body: { name: 'Ruth', address: 'ruth@board.example' },
    wrong: { body: { name: 'Ruth', address: 'nowhere' } },
  },
  'results.board.confirmAddress': oneAddress,
  'results.board.removeAddress': oneAddress,
  'results.board.listSendings': list,
  'results.board.stopMail': { params: { token: 'wrong' }, takesNoInput: true },
  'results.credit.read': { wrong: { query: '?models=magic' } },
  'results.credit.openings': { query: '?model=first&key=webinar', wrong: { query: '?model=magic' } },
  'results.credit.dimensions': none,
  'results.evidence.list': { wrong: { query: '?by=moon' } },
  'results.evidence.get': {},
  'results.evidence.report': { body: { said: 'Told in the weekly' } },
  'results.evidence.listClaims': list,
  'results.evidence.claim': {
    body: (ours) => ({
      campaignId: ours.campaignId,
      metric: 'wins',
      count: 2,
      from: '2026-01-01',
      to: '2026-03-31',
    }),
    namesRecords: true,
    wrong: { body: { metric: 'glory' } },
  },
  'results.evidence.withdrawClaim': oneClaim,
  'results.evidence.traces': oneClaim,
  'results.evidence.twoByTwo': { wrong: { query: '?by=moon' } },
  'results.evidence.exportTwoByTwo': { wrong: { query: '?by=moon' } },
  'results.evidence.tellPersons': { body: {}, takesNoInput: true },
  'results.evidence.seeOwn': { body: {}, takesNoInput: true },
  'results.journeys.waterfall': { wrong: { query: '?basis=moon' } },
  'results.journeys.waterfallPeople': { query: '?step=known', wrong: { query: '?limit=0' } },
  'results.journeys.paths': { wrong: { query: '?steps=0' } },
  'results.journeys.flow': { wrong: { query: '?steps=7' } },
  'results.journeys.stalls': { wrong: { query: '?of=cars' } },
  'results.journeys.stalledLeads': { query: '?stage=inquiry', wrong: { query: '?limit=0' } },
  'results.journeys.beforeAWin': { wrong: { query: '?of=moon' } },
  'results.journeys.deals': list,
  'results.journeys.account': {
    query: (ours) => `?accountId=${ours.accountId}`,
    namesRecords: true,
    wrong: { query: '?accountId=none' },
  },
  'results.settings.read': none,
  'results.settings.save': {
    body: {
      leadStage: null,
      halfLifeDays: 14,
      customWeights: null,
      lookbackDays: null,
      eligibility: 'group',
    },
    wrong: { body: { halfLifeDays: 0 } },
  },
  'results.settings.listRates': none,
  'results.settings.addRate': {
    body: { currency: 'SEK', validFrom: '2026-01-01', rate: 0.9 },
    wrong: { body: { currency: 'dollars' } },
  },
  'results.settings.removeRate': { names: { rateId: 'currencyRateId' } },
  'results.reasons.say': {
    body: (ours) => ({ opportunityId: ours.opportunityId, reasons: ['price'] }),
    namesRecords: true,
    wrong: { body: { reasons: [] } },
  },
  'results.reasons.list': list,
  'results.reasons.export': { wrong: { query: '?from=yesterday' } },
  'results.reasons.asked': list,
  'results.reasons.suggested': {
    query: (ours) => `?opportunityId=${ours.opportunityId}`,
    namesRecords: true,
    wrong: { query: '?opportunityId=no-id' },
  },
  'results.reasons.history': {
    query: (ours) => `?opportunityId=${ours.opportunityId}`,
    namesRecords: true,
    wrong: { query: '?opportunityId=no-id' },
  },
  'results.reasons.summary': { wrong: { query: '?by=moon' } },
  'results.reasons.againstData': { wrong: { query: '?model=magic' } },
  'results.reasons.choices': none,
  'results.reasons.saveChoices': {
    body: { won: [{ key: 'proof', label: 'Proof' }], lost: [{ key: 'price', label: 'Price' }] },
    wrong: { body: { won: [], lost: [] } },
  },
  'results.value.read': { wrong: { query: '?by=moon' } },
  'results.value.leads': { query: '?key=webinar', wrong: { query: '?key=webinar&state=happy' } },
  'results.value.export': { wrong: { query: '?by=moon' } },
  'results.value.baseline': none,
  'results.value.setBaseline': {
    body: { kind: 'channel', channel: 'Bought List' },
    wrong: { body: { kind: 'channel' } },
  },
  'results.value.costs.list': list,
  'results.value.costs.planned': none,
  'results.value.costs.create': {
    body: (ours) => ({
      subject: 'campaign',
      recordId: ours.campaignId,
      fromOn: '2026-01-01',
      toOn: '2026-01-31',
      amountMinor: 5_000,
    }),
    namesRecords: true,
    wrong: { body: { subject: 'moon' } },
  },
  'results.value.costs.remove': {},
  'results.value.costs.import': { form: costFile },
};
