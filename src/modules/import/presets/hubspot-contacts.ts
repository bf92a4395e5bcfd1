import { readMapping } from '../mapping/read-mapping.ts';
import type { MappingInput } from '../mapping/schema.ts';
import type { Preset } from './preset.ts';

/**
 * HubSpot's export of all contacts with all properties. Columns that were not exported are done without; those with
 * no place of their own become custom fields once a row has a value for them.
 */
type Custom = NonNullable<MappingInput['records'][string]['custom']>;

const typed = (type: 'number' | 'date' | 'boolean' | 'option', columns: Record<string, string>): Custom =>
  Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, { column, type, label: column }]));

const numbers = typed('number', {
  hubspot_score: 'HubSpot Score',
  likelihood_to_close: 'Likelihood to close',
  predictive_lead_score: 'Predictive Lead Score',
  number_of_pageviews: 'Number of Pageviews',
  average_pageviews: 'Average Pageviews',
  number_of_sessions: 'Number of Sessions',
  number_of_form_submissions: 'Number of Form Submissions',
  number_of_event_completions: 'Number of event completions',
  number_of_sales_activities: 'Number of Sales Activities',
  number_of_times_contacted: 'Number of times contacted',
  number_of_associated_deals: 'Number of Associated Deals',
  marketing_emails_delivered: 'Marketing emails delivered',
  marketing_emails_opened: 'Marketing emails opened',
  marketing_emails_clicked: 'Marketing emails clicked',
  marketing_emails_replied: 'Marketing emails replied',
  marketing_emails_bounced: 'Marketing emails bounced',
  days_to_close: 'Days To Close',
  total_revenue: 'Total Revenue',
  recent_deal_amount: 'Recent Deal Amount',
});

const dates = typed('date', {
  close_date: 'Close Date',
  recent_deal_close_date: 'Recent Deal Close Date',
  first_deal_created_date: 'First Deal Created Date',
  last_activity_date: 'Last Activity Date',
  last_contacted: 'Last Contacted',
  last_engagement_date: 'Last Engagement Date',
  next_activity_date: 'Next Activity Date',
  first_conversion_date: 'First Conversion Date',
  recent_conversion_date: 'Recent Conversion Date',
  owner_assigned_date: 'Owner Assigned Date',
  time_first_seen: 'Time First Seen',
  time_last_seen: 'Time Last Seen',
});

// HubSpot's own statuses, as label and API value; a portal may have added others, which are kept too.
const leadStatus: Custom = {
  lead_status: {
    column: 'Lead Status',
    type: 'option',
    label: 'Lead status',
    options: [
      { value: 'NEW', label: 'New' },
      { value: 'OPEN', label: 'Open' },
      { value: 'IN_PROGRESS', label: 'In Progress' },
      { value: 'OPEN_DEAL', label: 'Open Deal' },
      { value: 'UNQUALIFIED', label: 'Unqualified' },
      { value: 'ATTEMPTED_TO_CONTACT', label: 'Attempted to Contact' },
      { value: 'CONNECTED', label: 'Connected' },
      { value: 'BAD_TIMING', label: 'Bad Timing' },
    ],
    otherOptions: 'add',
  },
};

// By label; the API values (ORGANIC_SEARCH) are the same words.
const channels = {
  'Organic Search': 'organic_search',
  'Paid Search': 'paid_search',
  'Email Marketing': 'email',
  'Social Media': 'social',
  'Organic Social': 'social',
  'Paid Social': 'paid_social',
  Referrals: 'referral',
  'Other Campaigns': 'other',
  'Direct Traffic': 'direct',
  'Offline Sources': 'offline',
  Offline: 'offline',
  'AI Referrals': 'ai_referral',
};

const oneDeal = { column: 'Number of Associated Deals', is: ['1', '1.0'] };

const mapping = readMapping({
  name: 'HubSpot contacts',
  system: 'hubspot',
  dates: ['iso', 'month-day-year'],
  missingColumns: 'allow',
  records: {
    contact: {
      id: { column: 'Record ID', as: 'plain-number' },
      fields: {
        email: { firstOf: ['Email', 'Work email'] },
        firstName: 'First Name',
        lastName: 'Last Name',
        title: { firstOf: ['Job Title', 'Job function'] },
        phone: { firstOf: ['Phone Number', 'Mobile Phone Number', 'WhatsApp Phone Number'] },
        city: { firstOf: ['City', 'IP City'] },
        country: { firstOf: ['Country/Region', 'IP Country'] },
        persona: 'Persona',
        buyingRole: 'Buying Role',
        channel: { column: 'Original Source', map: channels },
        createdAt: { firstOf: ['Create Date', 'Object create date/time'] },
      },
      links: { account: ['account', { name: 'Company Name' }], owner: { name: 'Contact owner' } },
      stages: {
        inquiry: [
          { firstOf: ['Became a Lead Date', 'Became a Subscriber Date'] },
          { column: 'Create Date', when: { column: 'Lifecycle Stage', is: ['lead', 'subscriber'] } },
        ],
        mql: 'Became a Marketing Qualified Lead Date',
        sql: 'Became a Sales Qualified Lead Date',
        opportunity: 'Became an Opportunity Date',
        customer: { firstOf: ['Became a Customer Date', 'Became an Evangelist Date'] },
      },
      lifecycle: {
        stage: { column: 'Lifecycle Stage', map: { Other: '' } },
        at: { firstOf: ['Create Date', 'Object create date/time', 'Last Modified Date'] },
        unknown: 'ignore',
      },
      left: {
        when: { column: 'Lead Status', is: ['UNQUALIFIED', 'BAD_TIMING'] },
        at: { firstOf: ['Last Modified Date', 'Last Activity Date', 'Create Date'] },
        reason: 'Lead Status',
      },
      custom: { ...leadStatus, ...numbers, ...dates },
    },
    account: {
      required: false,
      id: { column: 'Associated Company IDs', as: 'first-of-list' },
      fields: {
        name: [{ column: 'Associated Company', as: 'first-of-list' }, 'Company Name'],
        website: 'Website URL',
        industry: 'Industry',
        employeeCount: 'Number of Employees',
        annualRevenue: 'Annual Revenue',
      },
    },
    opportunity: {
      required: false,
      // With several deals a contact's row does not say which of them its recent amount belongs to.
      when: [oneDeal, { column: 'Associated Deal IDs', blank: false }],
      id: { column: 'Associated Deal IDs', as: 'first-of-list' },
      fields: {
        name: { column: 'Associated Deal', as: 'first-of-list' },
        amount: 'Recent Deal Amount',
        closedAt: 'Recent Deal Close Date',
        openedAt: 'First Deal Created Date',
        status: [{ value: 'won', when: { column: 'Recent Deal Close Date', blank: false } }],
      },
      links: { account: 'account' },
      buyingGroup: [{ contact: 'contact', primary: true }],
    },
  },
  otherColumns: {
    customFieldsOf: 'contact',
    except: [
      'Email Domain',
      'Last Modified Date',
      'Became an Other Lifecycle Date',
      'Contact unworked',
      'Currently in workflow',
      'Created by user ID',
      'Associated Ticket IDs',
      'Associated Payment IDs',
      'Associated Subscription IDs',
    ],
  },
});

export const hubspotContacts: Preset = {
  name: 'hubspot-contacts',
  label: 'HubSpot contacts',
  parts: [{ name: 'Contacts', fileName: /contact/i, signature: ['Record ID'], mapping }],
};
