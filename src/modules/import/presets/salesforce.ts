import { readMapping } from '../mapping/read-mapping.ts';
import type { MappingInput } from '../mapping/schema.ts';
import type { Preset, PresetPart } from './preset.ts';

/**
 * A Salesforce data export (Setup, Data Export): one CSV file an object, API names as headings, records joined by
 * their 15- or 18-character ids. Custom fields (`…__c`) are kept as custom fields.
 */
const sid = (column: string, prefix?: string) => ({ column, as: 'salesforce-id' as const, prefix });
const byId = (column: string, prefix?: string) => ({ id: sid(column, prefix) });
/** Owners are made known by their id alone; an export's User file, where there is one, names them. */
const ownerRecord = { record: 'teammate' as const, id: sid('OwnerId', '005') };
const owner = 'owner';
const yes = ['1', 'true'];
const notDeleted = [{ column: 'IsDeleted', is: yes }];

// Kept by Salesforce for its own use, or said by another column already.
const systemColumns = [
  'IsDeleted',
  'MasterRecordId',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'PhotoUrl',
  'Jigsaw',
  'JigsawCompanyId',
  'JigsawContactId',
];
const addressParts = [
  'Street',
  'City',
  'State',
  'PostalCode',
  'Latitude',
  'Longitude',
  'GeocodeAccuracy',
  'Address',
];
const address = (prefix: string, kept: readonly string[] = []) =>
  addressParts.map((part) => prefix + part).filter((column) => !kept.includes(column));

type PartInput = Pick<MappingInput, 'records'> & Partial<MappingInput>;

function part(object: string, signature: readonly string[], input: PartInput): PresetPart {
  const fileName = new RegExp(`^${object}(?:[ _-]?(?:export|data|\\d+|\\(\\d+\\)))*$`, 'i');
  const mapping = readMapping({
    name: `Salesforce ${object}`,
    system: 'salesforce',
    missingColumns: 'allow',
    leaveOut: notDeleted,
    ...input,
  });
  return { name: object, fileName, signature: ['Id', ...signature], mapping };
}

const user = part('User', ['Username'], {
  leaveOut: [],
  records: {
    teammate: {
      id: sid('Id'),
      fields: {
        name: { firstOf: ['Name', 'Username', 'Email'] },
        email: 'Email',
        team: { firstOf: ['Department', 'Division'] },
      },
    },
  },
});

const accountRecord: MappingInput['records'][string] = {
  id: sid('Id'),
  fields: {
    name: 'Name',
    website: 'Website',
    industry: 'Industry',
    segment: 'Type',
    employeeCount: 'NumberOfEmployees',
    annualRevenue: 'AnnualRevenue',
    currency: 'CurrencyIsoCode',
    country: { firstOf: ['BillingCountry', 'ShippingCountry'] },
    city: { firstOf: ['BillingCity', 'ShippingCity'] },
    phone: 'Phone',
    description: 'Description',
    createdAt: 'CreatedDate',
  },
  links: { owner, parent: byId('ParentId', '001') },
};

const account = part('Account', ['Name', 'BillingCity', 'Industry'], {
  records: { account: accountRecord, owner: ownerRecord },
  otherColumns: {
    customFieldsOf: 'account',
    except: [...systemColumns, ...address('Billing'), ...address('Shipping'), 'IsCustomerPortal'],
  },
});

const campaign = part('Campaign', ['Name', 'NumberOfContacts', 'StartDate'], {
  records: {
    campaign: {
      id: sid('Id'),
      fields: {
        name: 'Name',
        type: 'Type',
        channel: 'Type',
        status: 'Status',
        startsOn: 'StartDate',
        endsOn: 'EndDate',
        budget: 'BudgetedCost',
        cost: 'ActualCost',
        currency: 'CurrencyIsoCode',
        objective: 'Description',
      },
      links: { owner },
    },
    owner: ownerRecord,
  },
});

const contact = part('Contact', ['LastName', 'AccountId'], {
  records: {
    contact: {
      id: sid('Id'),
      fields: {
        email: 'Email',
        firstName: 'FirstName',
        lastName: 'LastName',
        title: 'Title',
        phone: { firstOf: ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'] },
        city: { firstOf: ['MailingCity', 'OtherCity'] },
        country: { firstOf: ['MailingCountry', 'OtherCountry'] },
        channel: 'LeadSource',
        createdAt: 'CreatedDate',
      },
      links: { account: byId('AccountId', '001'), owner },
    },
    owner: ownerRecord,
  },
  otherColumns: {
    customFieldsOf: 'contact',
    except: [
      ...systemColumns,
      ...address('Mailing'),
      ...address('Other'),
      'Name',
      'IsEmailBounced',
      'CanAllowPortalSelfReg',
      'LastCURequestDate',
      'LastCUUpdateDate',
    ],
  },
});

// Salesforce's own lead statuses and those of common templates, as lifecycle stages; no status is "customer".
const leadStages: Record<string, string> = {
  New: 'inquiry',
  Open: 'inquiry',
  'Open - Not Contacted': 'inquiry',
  Nurturing: 'inquiry',
  Contacted: 'sal',
  Working: 'sal',
  'Working - Contacted': 'sal',
  Qualified: 'sql',
  Converted: 'sql',
  'Closed - Converted': 'sql',
  'Closed - Not Converted': '',
  Unqualified: '',
  Disqualified: '',
};

const lead = part('Lead', ['LastName', 'IsConverted', 'Status'], {
  records: {
    contact: {
      // A converted lead is the contact that was made of it: both ids are that person's.
      id: [sid('ConvertedContactId', '003'), sid('Id')],
      fields: {
        email: 'Email',
        firstName: 'FirstName',
        lastName: 'LastName',
        title: 'Title',
        phone: { firstOf: ['Phone', 'MobilePhone'] },
        city: 'City',
        country: 'Country',
        channel: 'LeadSource',
        createdAt: 'CreatedDate',
      },
      links: {
        // In some exports Company holds an account's id instead of a name.
        account: [byId('ConvertedAccountId', '001'), byId('Company', '001'), { name: 'Company' }],
        owner,
      },
      stages: { inquiry: 'CreatedDate' },
      lifecycle: {
        stage: { column: 'Status', map: leadStages },
        at: { firstOf: ['ConvertedDate', 'LastModifiedDate', 'CreatedDate'] },
        // Companies name their own statuses; the word itself is kept as a custom field.
        unknown: 'ignore',
      },
      left: {
        when: { column: 'Status', is: ['Closed - Not Converted', 'Unqualified', 'Disqualified'] },
        at: { firstOf: ['LastModifiedDate', 'CreatedDate'] },
        reason: 'Status',
      },
      custom: { lead_status: { column: 'Status', type: 'option', label: 'Lead status' } },
    },
    owner: ownerRecord,
    opportunity: {
      required: false,
      id: sid('ConvertedOpportunityId', '006'),
      links: { account: byId('ConvertedAccountId', '001') },
      buyingGroup: [{ contact: 'contact', primary: true }],
    },
  },
  otherColumns: {
    customFieldsOf: 'contact',
    except: [
      ...systemColumns,
      ...address('', ['City']),
      'Name',
      'IsConverted',
      'IsUnreadByOwner',
      'CompanyDunsNumber',
      'DandbCompanyId',
    ],
  },
});

const opportunity = part('Opportunity', ['StageName', 'CloseDate'], {
  records: {
    opportunity: {
      id: sid('Id'),
      fields: {
        name: 'Name',
        amount: 'Amount',
        currency: 'CurrencyIsoCode',
        stage: 'StageName',
        status: [
          { value: 'won', when: { column: 'IsWon', is: yes } },
          { value: 'lost', when: { column: 'IsClosed', is: yes } },
          { value: 'won', when: { column: 'StageName', is: 'Closed Won' } },
          { value: 'lost', when: { column: 'StageName', is: 'Closed Lost' } },
          { value: 'open' },
        ],
        openedAt: 'CreatedDate',
        expectedCloseOn: 'CloseDate',
        closedAt: [
          { column: 'CloseDate', when: { column: 'IsClosed', is: yes } },
          { column: 'CloseDate', when: { column: 'StageName', is: ['Closed Won', 'Closed Lost'] } },
        ],
        product: 'Product__c',
        createdAt: 'CreatedDate',
      },
      links: { account: byId('AccountId', '001'), campaign: byId('CampaignId', '701'), owner },
      buyingGroup: [{ contact: byId('ContactId', '003'), primary: true }],
    },
    owner: ownerRecord,
  },
  otherColumns: {
    customFieldsOf: 'opportunity',
    except: [
      ...systemColumns,
      'FiscalQuarter',
      'FiscalYear',
      'Fiscal',
      'ForecastCategory',
      'HasOpportunityLineItem',
      'HasOpenActivity',
      'HasOverdueTask',
      'Pricebook2Id',
    ],
  },
});

const contactRole = part('OpportunityContactRole', ['OpportunityId', 'ContactId', 'Role'], {
  records: {
    opportunity: {
      id: sid('OpportunityId', '006'),
      buyingGroup: [{ contact: byId('ContactId', '003'), role: 'Role' }],
    },
  },
});

const person = [byId('ContactId', '003'), byId('LeadId', '00Q')];
const responded = { column: 'HasResponded', is: yes };
const notResponded = { column: 'HasResponded', isNot: yes };

const campaignMember = part('CampaignMember', ['CampaignId', 'HasResponded'], {
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

const task = part('Task', ['WhoId', 'WhatId', 'ActivityDate'], {
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

const event = part('Event', ['WhoId', 'WhatId', 'StartDateTime'], {
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

const supportCase = part('Case', ['CaseNumber', 'ContactId'], {
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

export const salesforce: Preset = {
  name: 'salesforce',
  label: 'Salesforce data export',
  parts: [
    user,
    account,
    campaign,
    contact,
    lead,
    opportunity,
    contactRole,
    campaignMember,
    task,
    event,
    supportCase,
  ],
};
