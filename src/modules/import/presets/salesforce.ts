import type { Preset } from './preset.ts';
import { campaignMember, event, supportCase, task } from './salesforce-activities.ts';
import { account, campaign, contact, contactRole, lead, opportunity, user } from './salesforce-records.ts';

/**
 * A Salesforce data export (Setup, Data Export): one CSV file an object, API names as headings, records joined by
 * their 15- or 18-character ids. Custom fields (`…__c`) are kept as custom fields.
 */
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
