import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FactValue, LeadHistory } from '../facts/lead-facts.ts';
import { environmentOf } from '../rules/load-environment.ts';
import { learn } from './learn.ts';
import { makeLearningSet } from './learning-set.ts';
import { stageOutcome } from './outcome.ts';

/** A real funnel: leads with origin and landing page, and what was written down of those that were won. */
const folder = process.env.LIAISON_REAL_DATA;

const rowsOf = (name: string): string[][] =>
  readFileSync(join(folder ?? '', 'olist', name), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

const ofDeal = [
  'business_segment',
  'lead_type',
  'lead_behaviour_profile',
  'business_type',
  'declared_monthly_revenue',
];
const dealColumns = [5, 6, 7, 11, 13];

test.skipIf(folder === undefined)(
  'names what a real funnel wrote down only of those it won',
  { timeout: 60_000 },
  async () => {
    const deals = new Map(rowsOf('olist_closed_deals_dataset.csv').map((row) => [row[0], row]));
    const histories = rowsOf('olist_marketing_qualified_leads_dataset.csv').map(
      ([id = '', day = '', page = '', origin = '']): LeadHistory => {
        const deal = deals.get(id);
        const knownAtMs = Date.parse(`${day}T00:00:00Z`);
        const told = ofDeal.map((key, index): [string, FactValue] => [
          `custom.${key}`,
          deal?.[dealColumns[index] ?? 0] || null,
        ]);
        const values = { channel: origin || null, 'custom.landing_page': page, ...Object.fromEntries(told) };
        const wonMs = deal ? Date.parse(`${(deal[4] ?? '').replace(' ', 'T')}Z`) : null;
        return {
          contactId: id,
          knownAtMs,
          contact: [{ fromMs: 0, values }],
          accountIds: [],
          accounts: {},
          opportunities: [],
          reachedMs: { mql: knownAtMs, ...(wonMs === null ? {} : { customer: wonMs }) },
          interactions: [],
        };
      },
    );
    const env = environmentOf({
      timeZone: 'UTC',
      stages: ['inquiry', 'mql', 'customer'].map((key) => ({ key, name: key })),
      custom: ['landing_page', ...ofDeal].map((key) => ({
        recordType: 'contact',
        key,
        label: key,
        type: 'text',
        options: [],
      })),
      assetTypes: new Map(),
      bodies: new Map(),
    });
    const question = stageOutcome({ outcome: 'won', stages: ['customer'] });
    const set = makeLearningSet({ histories, question, env, endMs: Date.parse('2018-12-01T00:00:00Z') });
    const sayRule = (rule: object) => JSON.stringify(rule);
    const found = await learn({ set, question, env, keep: [], baseline: null, sayRule });
    expect(found.leaks.map(({ field }) => field.replace('contact.custom.', '')).sort()).toEqual(
      ofDeal.toSorted(),
    );
    expect(found.positives).toBe(842);
    const fields = new Set(found.signals.map(({ field }) => field));
    expect(
      [...fields].every((field) => field === 'contact.channel' || field === 'contact.custom.landing_page'),
    ).toBe(true);
    // Fifteen of the 493 who came by e-mail were won.
    const byMail = found.signals.find(({ rule }) => JSON.stringify(rule).includes('"email"'));
    expect(byMail?.points ?? 0).toBeLessThan(0);
    expect(found.auc).toBeGreaterThan(0.55);
    expect(found.auc).toBeLessThan(0.8);
  },
);
