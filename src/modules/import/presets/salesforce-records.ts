import type { MappingInput } from '../mapping/schema.ts';
import { address, byId, owner, ownerRecord, part, sid, systemColumns, yes } from './salesforce-part.ts';

export const user = part('User', ['Username'], {
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
  links: { owner },
};

// A parent may stand far below its subsidiary: links between accounts are made when all of them are there.
const parents: MappingInput['records'] = {
  account: { id: sid('Id'), links: { parent: byId('ParentId', '001') } },
};

export const account = part('Account', ['Name', 'BillingCity', 'Industry'], {
  links: { needs: 'ParentId', records: parents },
  records: { account: accountRecord, owner: ownerRecord },
  otherColumns: {
    customFieldsOf: 'account',
    except: [...systemColumns, ...address('Billing'), ...address('Shipping'), 'IsCustomerPortal'],
  },
});

export const campaign = part('Campaign', ['Name', 'NumberOfContacts', 'StartDate'], {
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

export const contact = part('Contact', ['LastName', 'AccountId'], {
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

export const lead = part('Lead', ['LastName', 'IsConverted', 'Status'], {
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

export const opportunity = part('Opportunity', ['StageName', 'CloseDate'], {
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

export const contactRole = part('OpportunityContactRole', ['OpportunityId', 'ContactId', 'Role'], {
  records: {
    opportunity: {
      id: sid('OpportunityId', '006'),
      buyingGroup: [{ contact: byId('ContactId', '003'), role: 'Role' }],
    },
  },
});
