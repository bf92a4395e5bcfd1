import type { Rule, RuleGroup } from './rule.ts';

export type RuleTemplate = { key: string; name: string; hint: string; rule: RuleGroup };

const group = (combinator: RuleGroup['combinator'], ...rules: (Rule | RuleGroup)[]): RuleGroup => ({
  combinator,
  rules,
});
const known = (field: string): Rule => ({ field, operator: 'notNull', value: null });

const decidingTitles = [
  'chief',
  'head of',
  'director',
  'vp',
  'vice president',
  'president',
  'owner',
  'founder',
  'managing',
];
const decidingRoles = [
  'decision maker',
  'economic buyer',
  'champion',
  'technical buyer',
  'influencer',
  'decider',
  'buyer',
];

/** M. Damphousse's three tests of a lead worth offering, on fields that every workspace has. */
export const ruleTemplates: readonly RuleTemplate[] = [
  {
    key: 'company_we_want',
    name: 'The company is one we want',
    hint: 'Size and industry of the companies that sales wants to get into. Put your own in.',
    rule: group(
      'and',
      { field: 'account.employeeCount', operator: '>=', value: 50 },
      group('or', known('account.segment'), known('account.industry')),
    ),
  },
  {
    key: 'role_in_decision',
    name: 'The person has a role in the decision',
    hint: 'A buying role that counts, or a title of somebody who decides.',
    rule: group(
      'or',
      { field: 'contact.buyingRole', operator: 'in', value: decidingRoles },
      { field: 'contact.title', operator: 'contains', value: decidingTitles },
    ),
  },
  {
    key: 'interested_in_the_subject',
    name: 'The person is interested in what sales will talk about',
    hint: 'They looked at prices more than once, spoke with us, or asked for something, and lately.',
    rule: group(
      'or',
      {
        field: 'interactions.count',
        operator: '>=',
        value: 2,
        of: { types: ['page_view', 'asset_viewed'], pages: ['/pricing', '/demo'], withinDays: 30 },
      },
      {
        field: 'interactions.count',
        operator: '>=',
        value: 1,
        of: { types: ['form_submitted', 'webinar_attended', 'demo', 'meeting'], withinDays: 30 },
      },
      {
        field: 'interactions.count',
        operator: '>=',
        value: 1,
        of: { kinds: ['person'], directions: ['inbound'], withinDays: 30 },
      },
    ),
  },
];
