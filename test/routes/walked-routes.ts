/** What the walk sends to a route, so that only who asks decides the answer. Parameters named like a record are filled in. */
export type WalkedRoute = {
  /** Parameters that name no record. */
  params?: Record<string, string>;
  /** The record that a parameter names, where its name does not say so. */
  names?: Record<string, string>;
  query?: string | ((ours: Record<string, string>) => string);
  body?: object | ((ours: Record<string, string>) => object);
  form?: () => FormData;
  /** Its query or body names records of the workspace: a stranger's call must end in 404. */
  namesRecords?: true;
  /** Input that is to be refused with 400, where a wrong id in the path does not do. */
  wrong?: { query?: string; body?: object };
  takesNoInput?: true;
};

const none: WalkedRoute = { takesNoInput: true };
const list: WalkedRoute = { wrong: { query: '?limit=0' } };
const byId: WalkedRoute = {};

function filePart(): FormData {
  const form = new FormData();
  form.set('offset', '0');
  form.set('data', new File(['id\na\n'], 'people.csv', { type: 'text/csv' }));
  return form;
}

const refresh = { body: {}, takesNoInput: true } as const;

function calendarFile(): FormData {
  const form = new FormData();
  form.set('data', new File(['BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'], 'work.ics', { type: 'text/calendar' }));
  return form;
}

const anyTest = {
  kind: 'test',
  word: 'Worth it',
  meaning: 'Has a name.',
  tests: [
    {
      name: 'name',
      rule: { combinator: 'and', rules: [{ field: 'contact.name', operator: 'notNull', value: null }] },
    },
  ],
};

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

export const walkedRoutes: Record<string, WalkedRoute> = {
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
  'workspace.setUp.get': none,
  'workspace.setUp.complete': none,
  'workspace.me.get': none,
  'workspace.me.switchWorkspace': none,
  'workspace.settings.get': none,
  'workspace.settings.update': { body: { name: 'New name' }, wrong: { body: { currency: 'gold' } } },
  'workspace.settings.create': {
    body: { name: 'Another', currency: 'EUR', timeZone: 'UTC' },
    wrong: { body: { name: '' } },
  },
  'workspace.members.list': none,
  'workspace.members.changeRole': { body: { role: 'viewer' } },
  'workspace.members.remove': byId,
  'workspace.invitations.list': none,
  'workspace.invitations.create': {
    body: { email: 'a@b-company.com', role: 'viewer' },
    wrong: { body: { role: 'king' } },
  },
  'workspace.invitations.revoke': byId,
  'workspace.invitations.lookUp': none,
  'workspace.invitations.accept': none,
  'workspace.writeKeys.list': none,
  'workspace.writeKeys.create': { body: { name: 'site' }, wrong: { body: { name: '' } } },
  'workspace.writeKeys.rename': { body: { name: 'other' } },
  'workspace.writeKeys.revoke': byId,
  'workspace.apiTokens.list': none,
  'workspace.apiTokens.create': {
    body: { name: 't', scopes: ['people:read'] },
    wrong: { body: { scopes: ['fly'] } },
  },
  'workspace.apiTokens.revoke': byId,
  'workspace.audit.list': list,
  'people.contacts.list': list,
  'people.contacts.count': { wrong: { query: '?filter=nonsense' } },
  'people.contacts.export': { wrong: { query: '?filter=nonsense' } },
  'people.contacts.get': byId,
  'people.contacts.create': { body: { name: 'Ada' }, wrong: { body: { email: 'not an address' } } },
  'people.contacts.update': { body: { title: 'CFO' } },
  'people.contacts.assignOwner': {
    body: (ours) => ({ ids: [ours.contactId], ownerId: null }),
    wrong: { body: { ids: [] } },
  },
  'people.accounts.list': list,
  'people.accounts.count': { wrong: { query: '?filter=nonsense' } },
  'people.accounts.export': { wrong: { query: '?filter=nonsense' } },
  'people.accounts.get': byId,
  'people.accounts.create': { body: { name: 'Works' }, wrong: { body: { employeeCount: -1 } } },
  'people.accounts.update': { body: { industry: 'Steel' } },
  'people.accounts.assignOwner': {
    body: (ours) => ({ ids: [ours.accountId], ownerId: null }),
    wrong: { body: { ids: [] } },
  },
  'people.opportunities.list': list,
  'people.opportunities.count': { wrong: { query: '?filter=nonsense' } },
  'people.opportunities.export': { wrong: { query: '?filter=nonsense' } },
  'people.opportunities.get': byId,
  'people.opportunities.create': { body: { name: 'Deal' }, wrong: { body: { currency: 'gold' } } },
  'people.opportunities.update': { body: { name: 'Bigger deal' } },
  'people.opportunities.setBuyingRole': { body: { role: 'champion' } },
  'people.opportunities.removeFromBuyingGroup': byId,
  'people.merging.previewContacts': {
    namesRecords: true,
    query: (ours) => `?keptId=${ours.contactId}&mergedId=${ours.otherContactId}`,
    wrong: { query: '?keptId=no-id' },
  },
  'people.merging.mergeContacts': {
    namesRecords: true,
    wrong: { body: { keptId: 'no-id' } },
    body: (ours) => ({ keptId: ours.contactId, mergedId: ours.otherContactId }),
  },
  'people.merging.previewAccounts': {
    namesRecords: true,
    query: (ours) => `?keptId=${ours.accountId}&mergedId=${ours.otherAccountId}`,
    wrong: { query: '?keptId=no-id' },
  },
  'people.merging.mergeAccounts': {
    namesRecords: true,
    wrong: { body: { keptId: 'no-id' } },
    body: (ours) => ({ keptId: ours.accountId, mergedId: ours.otherAccountId }),
  },
  'people.merging.undo': byId,
  'people.matching.list': { wrong: { query: '?status=maybe' } },
  'people.matching.count': none,
  'people.matching.decide': { body: { decision: 'refused' } },
  'people.matching.refresh': { ...refresh },
  'people.matching.getSettings': none,
  'people.matching.setSettings': {
    body: { automaticFrom: 0.95, reviewFrom: 0.75 },
    wrong: { body: { automaticFrom: 7, reviewFrom: 0.75 } },
  },
  'people.customFields.list': { wrong: { query: '?recordType=planet' } },
  'people.customFields.create': {
    body: { recordType: 'contact', key: 'hat_size', label: 'Hat size', type: 'number' },
    wrong: { body: { key: 'Hat size' } },
  },
  'people.customFields.update': { body: { label: 'Shoes' } },
  'people.customFields.reorder': {
    body: (ours) => ({ recordType: 'contact', ids: [ours.customFieldId] }),
    wrong: { body: { ids: ['no-id'] } },
  },
  'people.savedViews.list': { query: '?page=contacts', wrong: { query: '?page=' } },
  'people.savedViews.create': {
    body: { page: 'contacts', name: 'v', state: {} },
    wrong: { body: { name: '' } },
  },
  'people.savedViews.update': { body: { name: 'other' } },
  'people.savedViews.remove': byId,
  'people.teammates.list': list,
  'people.teammates.create': { body: { name: 'Grace' }, wrong: { body: { name: '' } } },
  'people.teammates.update': { body: { name: 'Grace H.' } },
  'people.pickers.campaigns': list,
  'people.pickers.products': list,
  'people.history.changes': {
    namesRecords: true,
    query: (ours) => `?recordType=contact&recordId=${ours.contactId}`,
    wrong: { query: '?recordType=planet' },
  },
  'people.history.summary': none,
  'people.identity.devices': byId,
  'people.identity.bind': {
    namesRecords: true,
    body: (ours) => ({ contactId: ours.contactId }),
    wrong: { body: { contactId: 'no-id' } },
  },
  'people.identity.withdraw': {
    namesRecords: true,
    body: (ours) => ({ contactId: ours.contactId }),
    wrong: { body: { contactId: 'no-id' } },
  },
  'people.identity.restore': byId,
  'people.identity.failing': none,
  'people.lifecycle.listStages': none,
  'people.lifecycle.updateStage': {
    params: { key: 'mql' },
    body: { name: 'MQL' },
    wrong: { body: { allowedHours: -1 } },
  },
  'people.lifecycle.listStageChanges': { names: { id: 'contactId' } },
  'people.lifecycle.moveContact': {
    names: { id: 'contactId' },
    body: { outcome: 'reached', stage: 'mql', reason: 'asked for a demo' },
  },
  'people.lifecycle.undoMove': { names: { id: 'contactId', changeId: 'stageChangeId' }, body: {} },
  'quality.summary': none,
  'quality.list': list,
  'quality.dismiss': { names: { id: 'findingId' }, body: { reason: 'known' } },
  'quality.restore': { names: { id: 'findingId' } },
  'quality.refresh': { ...refresh },
  'conversations.log': {
    body: { type: 'call', newPeople: [{ email: 'ada@b-company.com' }], body: 'asked for the price' },
    wrong: { body: { type: 'shouting' } },
  },
  'conversations.get': byId,
  'conversations.correct': { body: { body: 'asked for the price list' } },
  'conversations.withdraw': { names: { conversationId: 'otherConversationId' }, body: {} },
  'conversations.restore': { names: { conversationId: 'otherConversationId' } },
  'conversations.completeStep': { body: {} },
  'conversations.reopenStep': byId,
  'conversations.listNextSteps': list,
  'conversations.answerQuestion': { body: { text: 'two days' } },
  'conversations.withdrawAnswer': byId,
  'conversations.contactLedger': byId,
  'conversations.accountLedger': byId,
  'conversations.assets': list,
  'mail.address': none,
  'mail.renewAddress': { ...refresh },
  'mail.updateSettings': { body: { bodies: 'everyone' }, wrong: { body: { bodies: 'nobody' } } },
  'mail.list': list,
  'mail.summary': none,
  'mail.get': byId,
  'mail.log': { body: (ours) => ({ contactIds: [ours.contactId] }) },
  'mail.dismiss': { body: {} },
  'mail.restore': byId,
  'mail.listAttachments': byId,
  'mail.attachment': byId,
  'calendars.list': list,
  'calendars.subscribe': {
    body: { url: 'https://calendar.b-company.com/a.ics' },
    wrong: { body: { url: '' } },
  },
  'calendars.upload': { form: calendarFile, wrong: { body: {} } },
  'calendars.fetch': { body: {} },
  'calendars.remove': byId,
  'calendars.meetings': list,
  'calendars.match': { body: (ours) => ({ contactIds: [ours.contactId] }) },
  'calendars.setAside': { body: {} },
  'interactions.listInteractions': list,
  'interactions.recordInteraction': {
    body: { kind: 'person', type: 'call', email: 'ada@b-company.com' },
    wrong: { body: { kind: 'neither' } },
  },
  'interactions.activity': { wrong: { query: '?weeks=0' } },
  'interactions.getProjection': none,
  'interactions.rebuildProjection': { ...refresh },
  'timeline.list': list,
  'timeline.newer': { query: '?after=0', wrong: { query: '?after=never' } },
  // An endless answer: asked for a record of ours, so that a stranger gets 404 and the walk no stream.
  'timeline.live': {
    namesRecords: true,
    query: (ours) => `?contactId=${ours.contactId}`,
    wrong: { query: '?contactId=no-id' },
  },
  'timeline.summary': { wrong: { query: '?contactId=no-id' } },
  'timeline.mix': { wrong: { query: '?from=never' } },
  'timeline.buyingStages.list': none,
  'timeline.buyingStages.update': {
    params: { key: 'education' },
    body: { name: 'Education' },
    wrong: { body: { name: '' } },
  },
  'timeline.buyingStages.listChanges': {
    namesRecords: true,
    query: (ours) => `?contactId=${ours.contactId}`,
    wrong: { query: '?limit=0' },
  },
  'timeline.buyingStages.record': {
    namesRecords: true,
    body: (ours) => ({ contactId: ours.contactId, stage: 'education' }),
    wrong: { body: { stage: 'education' } },
  },
  'timeline.buyingStages.undo': { names: { id: 'buyingStageChangeId' }, body: {} },
  'tracking.countLog': { wrong: { query: '?from=never' } },
  'tracking.listDeadLetters': list,
  'tracking.getDeadLetter': byId,
  'tracking.listDeadLetterReasons': none,
  'tracking.replayDeadLetter': { body: {} },
  'tracking.replayDeadLetters': { body: { reasonCode: 'no_identity' }, wrong: { body: {} } },
  'tracking.settings.getChannels': none,
  'tracking.settings.changeChannels': { body: { rules: [] }, wrong: { body: { rules: [{ id: 'x' }] } } },
  'tracking.settings.resetChannels': none,
  'tracking.settings.tryChannels': {
    body: { url: 'https://site.example.com/?utm_source=x' },
    wrong: { body: { url: 'nowhere' } },
  },
  'tracking.settings.getExclusions': none,
  'tracking.settings.changeExclusions': {
    body: { staffMembers: false },
    wrong: { body: { staffNetworks: ['the office'] } },
  },
  'tracking.settings.getFlagged': { wrong: { query: '?days=0' } },
  'tracking.settings.getArrivals': none,
  'tracking.sessions.reportSessions': { wrong: { query: '?weeks=0' } },
  'status.getStatus': none,
  'sample.loadSampleCompany': { body: { seed: 1, scale: 0.01 }, wrong: { body: { scale: -1 } } },
  'sample.getSampleLoad': byId,
  'import.create': {
    body: { preset: 'salesforce', files: [{ name: 'Lead.csv', size: 3 }] },
    wrong: { body: { files: [] } },
  },
  'import.putPart': { params: { fileIndex: '0', part: '0' }, form: filePart },
  'import.preview': { body: {} },
  'import.start': { body: {} },
  'import.get': byId,
  'import.list': list,
  'import.cancel': { body: {} },
  'import.refusals': byId,
  'import.refusalsFile': byId,
  'funnel.getFunnel': { wrong: { query: '?mode=sideways' } },
  'funnel.listDimensions': none,
  'funnel.splitFunnel': { query: '?dimension=channel', wrong: { query: '?mode=sideways' } },
  'funnel.funnelTrend': { wrong: { query: '?mode=sideways' } },
  'funnel.listFunnelPeople': { query: '?stage=mql&state=reached', wrong: { query: '?limit=0' } },
  'funnel.listFunnelDeals': { wrong: { query: '?limit=0' } },
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
  'language.listRuleFields': none,
  'language.checkRule': {
    namesRecords: true,
    body: (ours) => ({
      definitionId: ours.definitionId,
      rule: { combinator: 'and', rules: [{ field: 'contact.title', operator: 'notNull', value: null }] },
    }),
    wrong: { body: { rule: { combinator: 'nor', rules: [] } } },
  },
  'language.listHolidayPlaces': { wrong: { query: '?country=germany' } },
  'language.listHolidays': {
    query: '?country=DE&from=2026-01-01',
    wrong: { query: '?country=DE&from=today' },
  },
  'language.listDefinitions': { wrong: { query: '?kind=planet' } },
  'language.getDefinition': { names: { id: 'definitionId' } },
  'language.createDefinition': {
    body: { body: { kind: 'term', word: 'Warm lead', meaning: 'one who has answered' } },
    wrong: { body: { body: { kind: 'planet' } } },
  },
  'language.writeVersion': {
    names: { id: 'definitionId' },
    body: { body: { kind: 'term', word: 'Fit', meaning: 'one whom we can serve' } },
  },
  'language.editDraft': {
    names: { id: 'definitionId' },
    body: { body: { kind: 'term', word: 'Fit', meaning: 'one whom we could serve' } },
  },
  'language.propose': { names: { id: 'definitionId' }, body: {} },
  'language.sign': { names: { id: 'definitionId' }, body: { side: 'sales', hash: '0'.repeat(64) } },
  'language.object': { names: { id: 'definitionId' }, body: { side: 'sales', reason: 'too wide' } },
  'language.withdrawObjection': { names: { id: 'definitionId' }, body: {} },
  'language.withdraw': { names: { id: 'definitionId' }, body: { reason: 'to be written anew' } },
  'language.compareVersions': {
    names: { id: 'definitionId' },
    query: (ours) => `?from=${ours.versionId}&to=${ours.versionId}`,
  },
  'language.readSigningPolicy': none,
  'language.changeSigningPolicy': {
    body: {
      rules: [
        { side: 'marketing', roles: ['marketing'], quorum: 1 },
        { side: 'sales', roles: ['sales'], quorum: 1 },
      ],
    },
    wrong: { body: { rules: [] } },
  },
  'language.listDefinitionEvents': { names: { id: 'definitionId' } },
  'language.listQuestions': list,
  'language.ask': {
    namesRecords: true,
    body: (ours) => ({ definitionId: ours.definitionId, text: 'What do you mean by fit?' }),
    wrong: { body: { text: '' } },
  },
  'language.answer': { names: { id: 'askedId' }, body: { text: 'That we can serve them.' } },
  'language.runBacktest': {
    body: { subject: { body: anyTest }, from: '2026-01-01', to: '2026-01-31' },
    wrong: { body: { from: 'soon' } },
  },
  'language.listDifferences': {
    body: { subject: { body: anyTest }, from: '2026-01-01', to: '2026-01-31' },
    wrong: { body: { limit: 0 } },
  },
  'language.readSalesCapacity': none,
  'language.changeSalesCapacity': { body: { leadsPerMonth: 140 }, wrong: { body: { leadsPerMonth: 0 } } },
  'language.readProposalBacktest': { names: { id: 'definitionId' } },
  'language.recastCohorts': { names: { id: 'definitionId' } },
  'language.readStanding': { names: { id: 'contactId' } },
  'language.readAccountScores': { names: { id: 'accountId' } },
  'language.listScores': list,
  'language.suggest': { body: { outcome: 'won' }, wrong: { body: { outcome: '' } } },
  'language.draftSuggestion': {
    namesRecords: true,
    body: (ours) => ({
      definitionId: ours.definitionId,
      model: {
        fit: { signals: [], letters: [3, 2, 1] },
        engagement: { signals: [], levels: [3, 2, 1] },
      },
      note: 'as the past suggests',
    }),
  },
};
