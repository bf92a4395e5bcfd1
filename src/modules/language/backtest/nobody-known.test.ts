import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import type { Rule, RuleGroup } from '../rules/rule.ts';
import { backtestWorkspace } from './backtest.test-support.ts';
import { listDifferences } from './list-differences.ts';
import { runBacktest } from './run-backtest.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-07-15T12:00:00Z'));
});
afterAll(() => services.close());

const gate = (...rules: (Rule | RuleGroup)[]) => ({
  kind: 'stage' as const,
  stageKey: 'mql',
  word: 'MQL',
  meaning: 'Ready.',
  gate: { combinator: 'and' as const, rules },
  sendsBack: null,
});

const looked: Rule = {
  field: 'interactions.count',
  operator: '>=',
  value: 1,
  of: { pages: ['/pricing'], withinDays: 30 },
};
const titled: Rule = { field: 'contact.title', operator: 'contains', value: ['cfo'] };

const scoring = {
  kind: 'scoring' as const,
  word: 'Score',
  meaning: 'How warm they are.',
  model: {
    fit: {
      signals: [
        { key: 'role', name: 'Role', rule: { combinator: 'and' as const, rules: [titled] }, points: 10 },
      ],
      groups: [],
      letters: [10, 5, 1] as [number, number, number],
    },
    engagement: {
      signals: [
        {
          key: 'looks',
          name: 'Looks',
          of: { pages: ['/pricing'] },
          points: 5,
          per: 'each' as const,
          halfLifeDays: 7,
        },
      ],
      rules: [],
      groups: [],
      levels: [10, 5, 1] as [number, number, number],
    },
    account: { method: 'sum_of_best' as const, best: 3 },
  },
};

const bodies = {
  'what they are': gate(titled),
  'what they did': gate(looked),
  both: gate(titled, looked),
  'a score': scoring,
};
const period = { from: '2026-01-01', to: '2026-06-30', outcome: 'won' as const };

test.each(Object.entries(bodies))(
  'where nobody is known, a backtest of %s counts nobody',
  async (_, body) => {
    const { workspaceId } = await backtestWorkspace(services);
    for (const against of [undefined, { body: gate(titled) }, { body: gate(looked) }]) {
      const input = { subject: { body }, against, ...period };
      const backtest = await runBacktest({ services, workspaceId, input });
      expect(backtest).toMatchObject({ leads: 0, interactions: 0, base: { accepted: 0, won: 0 } });
      expect(backtest.subject).toMatchObject({ qualified: 0, precision: null, daysGained: null, auc: null });
      expect(backtest.notes.join(' ')).toContain('Nobody was known');
      for (const which of ['differ', 'qualified', 'won_missed'] as const) {
        const asked = { ...input, which, of: 'subject' as const, limit: 10, offset: 0 };
        expect(await listDifferences({ services, workspaceId, input: asked })).toEqual({
          items: [],
          total: 0,
        });
      }
    }
  },
);
