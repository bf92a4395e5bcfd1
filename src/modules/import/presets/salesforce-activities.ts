import { byId, owner, ownerRecord, part, sid, yes } from './salesforce-part.ts';

const person = [byId('ContactId', '003'), byId('LeadId', '00Q')];
const responded = { column: 'HasResponded', is: yes };
const notResponded = { column: 'HasResponded', isNot: yes };

export const campaignMember = part('CampaignMember', ['CampaignId', 'HasResponded'], {
  records: {
    response: {
      record: 'interaction',
      required: true,
      // Sent to and answered are two things that happened; the second may come with a later export.
      id: [
        { ...sid('Id'), suffix: ':responded', when: responded },
        { ...sid('Id'), when: notResponded },
      ],
      fields: {
        kind: { value: 'content' },
        type: [{ value: 'campaign_response', when: responded }, { value: 'campaign_sent' }],
        direction: [{ value: 'inbound', when: responded }, { value: 'outbound' }],
        occurredAt: { firstOf: ['FirstRespondedDate', 'Added_Date__c', 'CreatedDate'] },
        subject: 'Status',
      },
      links: { contact: person, campaign: byId('CampaignId', '701') },
      properties: { status: 'Status' },
    },
  },
});

const isOpen = [
  { column: 'IsClosed', isNot: yes },
  { column: 'Status', isNot: 'Completed' },
];
const activityTypes = {
  Task: 'task',
  Call: 'call',
  Email: 'email',
  ListEmail: 'email',
  Meeting: 'meeting',
  Event: 'meeting',
};

export const task = part('Task', ['WhoId', 'WhatId', 'ActivityDate'], {
  records: {
    task: {
      record: 'interaction',
      required: true,
      // A task still to do is a task; once done it is the call, mail or meeting that it was about.
      id: [
        { ...sid('Id'), when: isOpen },
        { ...sid('Id'), suffix: ':done' },
      ],
      fields: {
        kind: { value: 'person' },
        type: [
          { value: 'task', when: isOpen },
          { firstOf: ['Type', 'Type__c', 'TaskSubtype'], map: activityTypes },
          { value: 'task' },
        ],
        occurredAt: { firstOf: ['ActivityDate', 'CompletedDateTime', 'CreatedDate'] },
        direction: { column: 'CallType', map: { Internal: '' } },
        subject: 'Subject',
        engagedSeconds: 'CallDurationInSeconds',
      },
      links: {
        contact: [byId('WhoId', '003'), byId('WhoId', '00Q')],
        opportunity: byId('WhatId', '006'),
        account: [byId('WhatId', '001'), byId('AccountId', '001')],
        campaign: byId('WhatId', '701'),
        teammate: owner,
      },
      properties: {
        status: 'Status',
        taskType: { firstOf: ['Type', 'Type__c', 'TaskSubtype'] },
        priority: 'Priority',
        description: 'Description',
        disposition: 'CallDisposition',
      },
    },
    owner: ownerRecord,
  },
});

export const event = part('Event', ['WhoId', 'WhatId', 'StartDateTime'], {
  records: {
    meeting: {
      record: 'interaction',
      required: true,
      id: sid('Id'),
      fields: {
        kind: { value: 'person' },
        type: { value: 'meeting' },
        occurredAt: { firstOf: ['StartDateTime', 'ActivityDateTime', 'ActivityDate'] },
        subject: 'Subject',
      },
      links: {
        contact: [byId('WhoId', '003'), byId('WhoId', '00Q')],
        opportunity: byId('WhatId', '006'),
        account: [byId('WhatId', '001'), byId('AccountId', '001')],
        campaign: byId('WhatId', '701'),
        teammate: owner,
      },
      properties: { location: 'Location', description: 'Description', minutes: 'DurationInMinutes' },
    },
    owner: ownerRecord,
  },
});

export const supportCase = part('Case', ['CaseNumber', 'ContactId'], {
  records: {
    case: {
      record: 'interaction',
      required: true,
      id: sid('Id'),
      fields: {
        kind: { value: 'person' },
        type: { value: 'support_case' },
        direction: { value: 'inbound' },
        channel: 'Origin',
        occurredAt: 'CreatedDate',
        subject: { firstOf: ['Subject', 'Type'] },
      },
      links: { contact: byId('ContactId', '003'), account: byId('AccountId', '001'), teammate: owner },
      properties: {
        caseNumber: 'CaseNumber',
        type: 'Type',
        status: 'Status',
        priority: 'Priority',
        reason: 'Reason',
      },
    },
    owner: ownerRecord,
  },
});
