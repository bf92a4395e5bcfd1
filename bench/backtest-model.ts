import type { RuleEnvironment } from '../src/modules/language/rules/environment.ts';
import type { RuleGroup } from '../src/modules/language/rules/rule.ts';
import { ruleFieldsOf } from '../src/modules/language/rules/rule-fields.ts';
import type { ScoringModel } from '../src/modules/language/scoring/model.ts';
import { assetIdOf } from './backtest-company.ts';

const stages = [{ key: 'mql', name: 'MQL' }];

export const environment: RuleEnvironment = {
  timeZone: 'Europe/Berlin',
  stages: ['mql'],
  fields: ruleFieldsOf({
    stages,
    custom: [{ recordType: 'contact', key: 'seniority', label: 'Seniority', type: 'option', options: [] }],
    scores: [],
    tests: [],
  }),
  customTypes: { contact: { seniority: 'option' }, account: {}, opportunity: {} },
  assetTypes: new Map(
    Array.from({ length: 40 }, (_, n) => [assetIdOf(n), n % 4 === 0 ? 'case study' : 'guide']),
  ),
  models: new Map(),
  passes: new Map(),
};

const when = (
  field: string,
  operator: 'in' | 'contains' | '>=' | '=',
  value: string | number | string[],
  of = {},
): RuleGroup => ({
  combinator: 'and',
  rules: [{ field, operator, value, ...(field.startsWith('interactions.') ? { of } : {}) }],
});

/** Twelve rules: five of fit, six of what people do, and one of what they left undone. */
export const model: ScoringModel = {
  fit: {
    signals: [
      {
        key: 'role',
        name: 'Decides about money',
        rule: when('contact.title', 'contains', ['financial', 'vp ', 'controller']),
        points: 20,
      },
      {
        key: 'country',
        name: 'In our markets',
        rule: when('contact.country', 'in', ['Germany', 'France', 'Austria']),
        points: 10,
      },
      {
        key: 'seniority',
        name: 'Senior',
        rule: when('contact.custom.seniority', '=', 'C-Level'),
        points: 10,
      },
      {
        key: 'industry',
        name: 'Our industries',
        rule: when('account.industry', 'in', ['Manufacturing', 'Logistics']),
        points: 15,
      },
      { key: 'size', name: 'Large enough', rule: when('account.employeeCount', '>=', 200), points: 10 },
    ],
    groups: [],
    letters: [45, 30, 15],
  },
  engagement: {
    signals: [
      {
        key: 'pricing',
        name: 'Pricing page',
        of: { types: ['page_view'], pages: ['/pricing'], withinDays: 30 },
        points: 8,
        per: 'each',
        halfLifeDays: 14,
        group: 'web',
      },
      {
        key: 'pages',
        name: 'Pages',
        of: { types: ['page_view'], withinDays: 30 },
        points: 1,
        per: 'each',
        halfLifeDays: 14,
        group: 'web',
      },
      {
        key: 'form',
        name: 'Form',
        of: { types: ['form_submitted'], withinDays: 90 },
        points: 20,
        per: 'each',
        halfLifeDays: 30,
      },
      {
        key: 'cases',
        name: 'Case study',
        of: { types: ['asset_viewed'], assetTypes: ['case study'], withinDays: 60 },
        points: 8,
        per: 'each',
        halfLifeDays: 30,
      },
      {
        key: 'talks',
        name: 'Talks',
        of: { types: ['call', 'meeting', 'demo'], withinDays: 90 },
        points: 15,
        per: 'each',
        halfLifeDays: 30,
        group: 'talks',
      },
      {
        key: 'mail',
        name: 'E-mail',
        of: { types: ['email_clicked'], withinDays: 30 },
        points: 3,
        per: 'each',
        halfLifeDays: 14,
      },
    ],
    rules: [
      {
        key: 'silent',
        name: 'Nothing for 30 days',
        rule: when('interactions.count', '=', 0, { withinDays: 30 }),
        points: -10,
      },
    ],
    groups: [
      { key: 'web', name: 'Website', cap: 30 },
      { key: 'talks', name: 'Talks', cap: 45 },
    ],
    levels: [40, 20, 5],
  },
  account: { method: 'sum_of_best', best: 3 },
};

export const threshold = 60;

/** A gate of rules alone. */
export const gate: RuleGroup = {
  combinator: 'and',
  rules: [
    { field: 'contact.title', operator: 'contains', value: ['financial', 'vp ', 'controller'] },
    { field: 'account.industry', operator: 'in', value: ['Manufacturing', 'Logistics'] },
    {
      field: 'interactions.count',
      operator: '>=',
      value: 1,
      of: { types: ['page_view'], pages: ['/pricing'], withinDays: 30 },
    },
  ],
};

/** Of the last 24 months, the end of each. */
export const monthEnds = (endMs: number): Date[] => {
  const end = new Date(endMs);
  return Array.from(
    { length: 24 },
    (_, n) => new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - 23 + n + 1, 0)),
  );
};
