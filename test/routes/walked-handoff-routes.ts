import { byId, list, none, type WalkedRoute } from './walked-route.ts';

const oneHandoff: WalkedRoute = { names: { id: 'handoffId' } };
const onContact: WalkedRoute = { params: { recordType: 'contact' }, names: { recordId: 'contactId' } };

const anyAgreement = {
  calendars: [
    {
      key: 'office',
      name: 'Office',
      timeZone: 'UTC',
      hours: [{ weekday: 1, from: '09:00', to: '17:00' }],
      holidays: null,
    },
  ],
  marketing: {
    volumePerMonth: null,
    packetItems: ['who'],
    packetCompletenessPercent: null,
    acceptancePercent: null,
  },
  sales: {
    firstResponse: [],
    firstResponseHours: 8,
    attempts: null,
    dispositionDays: 5,
    expiresDays: 20,
  },
  escalation: [],
};

/** Of hand-offs, their agreement and what people are told. */
export const walkedHandoffRoutes: Record<string, WalkedRoute> = {
  'notices.list': list,
  // An endless answer; a token is nobody, so that every stranger here gets 404 and the walk no stream.
  'notices.live': { namesRecords: true, wrong: { query: '?recheckSeconds=0' } },
  'notices.markRead': byId,
  'notices.markAllRead': { body: {}, wrong: { body: { until: 'some day' } } },
  'notices.preferences': none,
  'notices.savePreferences': {
    body: { channels: {}, digestOn: true, digestHour: 8, quiet: null, quietWeekends: false, timeZone: null },
    wrong: { body: { digestHour: 25 } },
  },
  'notices.mails': list,
  'notices.testMail': { body: {}, takesNoInput: true },
  'notices.unsubscribe': none,
  'webhooks.list': list,
  'webhooks.create': {
    body: { name: 'channel', url: 'https://8.8.8.8/never-asked', kinds: ['offered'] },
    wrong: { body: { name: 'channel', url: 'https://10.0.0.1/inside', kinds: ['offered'] } },
  },
  'webhooks.update': { body: { isOn: false } },
  'webhooks.remove': byId,
  'webhooks.test': byId,
  'webhooks.renewSecret': byId,
  'webhooks.deliveries': byId,
  'webhooks.retry': byId,
  'handoff.trials.trySla': { body: { policy: anyAgreement }, wrong: { body: { days: 90 } } },
  'handoff.goals.readFigures': none,
  'handoff.goals.workBack': {
    body: {
      revenueMinor: 1_000_000,
      averageDealMinor: 100_000,
      peoplePerDeal: 2,
      from: '2026-01',
      months: 12,
      offerStage: 'mql',
      stages: [
        { key: 'mql', rate: 0.5, monthsToWon: 2 },
        { key: 'customer', rate: null, monthsToWon: 0 },
      ],
    },
    wrong: { body: { months: 0 } },
  },
  'handoff.handoffs.list': list,
  'handoff.handoffs.get': oneHandoff,
  'handoff.handoffs.offer': {
    namesRecords: true,
    body: (ours) => ({ contactId: ours.otherContactId }),
    wrong: { body: { contactId: 'no-id' } },
  },
  'handoff.handoffs.mendPacket': { ...oneHandoff, body: { revision: 1, note: 'More', talkingPoints: [] } },
  'handoff.handoffs.accept': { ...oneHandoff, body: { revision: 1 } },
  'handoff.handoffs.reject': {
    ...oneHandoff,
    body: { revision: 1, reasonKey: 'no_budget', wouldAcceptIf: 'a budget is named' },
  },
  'handoff.handoffs.recycle': { ...oneHandoff, body: { revision: 1, until: '2099-01-01', reason: 'Later' } },
  'handoff.handoffs.giveBack': { ...oneHandoff, body: { revision: 1, reason: 'Never there' } },
  'handoff.handoffs.withdraw': { ...oneHandoff, body: { revision: 1, reason: 'Wrong person' } },
  'handoff.handoffs.claim': { ...oneHandoff, body: { revision: 1 } },
  'handoff.handoffs.reassign': { ...oneHandoff, body: { revision: 1, ownerId: null } },
  'handoff.handoffs.pause': { ...oneHandoff, body: { revision: 1, reason: 'On holiday' } },
  'handoff.handoffs.resume': { ...oneHandoff, body: { revision: 1 } },
  'handoff.handoffs.followUp': { ...oneHandoff, body: { revision: 1, what: 'close', reason: 'Bankrupt' } },
  // An endless answer: asked for a record of ours, so that a stranger gets 404 and the walk no stream.
  'handoff.handoffs.live': {
    namesRecords: true,
    query: (ours) => `?handoffId=${ours.handoffId}`,
    wrong: { query: '?handoffId=no-id' },
  },
  'handoff.requests.list': list,
  'handoff.requests.ask': {
    namesRecords: true,
    body: (ours) => ({ kind: 'help', contactId: ours.contactId, text: 'What did they read?' }),
    wrong: { body: { kind: 'help', text: 'What did they read?' } },
  },
  'handoff.requests.answer': { names: { id: 'handoffRequestId' }, body: { grant: true } },
  'handoff.requests.withdraw': { names: { id: 'handoffRequestId' }, body: {} },
  'handoff.requests.readTeam': onContact,
  'handoff.requests.joinTeam': { ...onContact, body: { side: 'sales' } },
  'handoff.requests.leaveTeam': onContact,
  'handoff.packets.readBrief': { names: { id: 'campaignId' } },
  'handoff.packets.writeBrief': {
    names: { id: 'campaignId' },
    body: {
      audience: null,
      message: 'Energy is the cost you can cut',
      offer: null,
      followUp: null,
      goal: null,
      personas: [],
      buyingStage: null,
      revision: null,
      shared: true,
    },
  },
  'handoff.packets.previewPacket': { names: { id: 'contactId' } },
  'handoff.tray.listReturned': list,
  'handoff.tray.countReturned': none,
  'handoff.tray.analyseReturned': { wrong: { query: '?from=yesterday' } },
  'handoff.tray.compareReturnedRules': { wrong: { query: '?from=yesterday' } },
  'handoff.measures.readSla': { wrong: { query: '?period=fortnight' } },
  'handoff.measures.listSlaDimensions': none,
  'handoff.measures.readSlaSplit': { query: '?dimension=owner', wrong: { query: '?limit=0' } },
  'handoff.measures.listSlaCases': { query: '?of=response', wrong: { query: '?limit=0' } },
  'handoff.routing.listSellers': none,
  'handoff.routing.putSeller': {
    body: { takesLeads: true, capacity: 12, weight: 1, calendarKey: null, poolIds: [] },
  },
  'handoff.routing.addAbsence': { body: { from: '2026-01-01', to: '2026-01-02' } },
  'handoff.routing.removeAbsence': byId,
  'handoff.routing.listPools': none,
  'handoff.routing.createPool': { body: { name: 'DACH' }, wrong: { body: { name: '' } } },
  'handoff.routing.updatePool': { body: { name: 'DACH', memberIds: [] } },
  'handoff.routing.deletePool': byId,
  'handoff.routing.listRules': none,
  'handoff.routing.createRule': {
    namesRecords: true,
    body: (ours) => ({
      name: 'Named',
      rule: { combinator: 'and', rules: [{ field: 'contact.name', operator: 'notNull', value: null }] },
      target: { kind: 'pool', poolId: ours.poolId },
    }),
    wrong: { body: { name: '' } },
  },
  'handoff.routing.updateRule': {
    names: { ruleId: 'routingRuleId' },
    body: (ours) => ({
      name: 'Named',
      rule: { combinator: 'and', rules: [{ field: 'contact.name', operator: 'notNull', value: null }] },
      target: { kind: 'pool', poolId: ours.poolId },
    }),
  },
  'handoff.routing.deleteRule': { names: { ruleId: 'routingRuleId' } },
  'handoff.routing.reorderRules': {
    namesRecords: true,
    body: (ours) => ({ ruleIds: [ours.routingRuleId] }),
    wrong: { body: { ruleIds: [] } },
  },
  'handoff.routing.putFallback': {
    namesRecords: true,
    body: (ours) => ({ kind: 'pool', poolId: ours.poolId }),
    wrong: { body: { kind: 'lottery', poolId: null } },
  },
  'handoff.routing.tryRouting': {
    namesRecords: true,
    query: (ours) => `?contactId=${ours.contactId}`,
    wrong: { query: '?contactId=no-id' },
  },
  'handoff.routing.readCapacity': { wrong: { query: '?weeks=1' } },
};
