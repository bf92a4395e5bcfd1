import { list, none, type WalkedRoute } from './walked-route.ts';

const oneClaim: WalkedRoute = { names: { id: 'claimId' } };

/** Of who gets the credit, what it was worth and what can be shown of it. */
export const walkedResultsRoutes: Record<string, WalkedRoute> = {
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
  'results.journeys.beforeAWin': { wrong: { query: '?of=moon' } },
  'results.journeys.deals': list,
  'results.journeys.account': {
    query: (ours) => `?accountId=${ours.accountId}`,
    namesRecords: true,
    wrong: { query: '?accountId=none' },
  },
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
};
