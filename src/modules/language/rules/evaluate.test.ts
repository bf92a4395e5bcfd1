import { describe, expect, it } from 'vitest';
import type { DefinitionBody } from '../definitions/bodies.ts';
import type { LeadFacts } from '../facts/lead-facts.ts';
import { dayMs } from './calendar.ts';
import { holds } from './evaluate.ts';
import type { InteractionFilter, Operator, RuleValue } from './rule.ts';
import {
  all,
  any,
  ids,
  makeEnvironment,
  makeFacts,
  makeInteraction,
  nowMs,
  one,
} from './rules.test-support.ts';

const test = (rule: ReturnType<typeof one>): DefinitionBody => ({
  kind: 'test',
  word: 'Test',
  meaning: 'A test',
  tests: [{ name: 'only', rule }],
});
const env = makeEnvironment(
  new Map<string, DefinitionBody>([
    ['finance', test(one('contact.title', 'contains', 'finance'))],
    ['circle', test(one('passes.circle', '=', true))],
  ]),
);

const asks = (
  facts: Partial<LeadFacts>,
  field: string,
  operator: Operator,
  value?: RuleValue,
  of?: InteractionFilter,
) => holds(one(field, operator, value ?? null, of), makeFacts(facts), env);

describe('a rule on a field', () => {
  const facts = {
    contact: { title: ' VP FINANCE ', 'custom.team_size': '12', 'custom.renewal': '2026-03-20' },
  };

  it('compares text without regard to case and surrounding space', () => {
    expect(asks(facts, 'contact.title', '=', 'vp finance')).toBe(true);
    expect(asks(facts, 'contact.title', 'beginsWith', 'Vp')).toBe(true);
    expect(asks(facts, 'contact.title', 'contains', ['cfo', 'Finance'])).toBe(true);
    expect(asks(facts, 'contact.title', 'doesNotContain', ['cfo', 'Finance'])).toBe(false);
  });

  it('holds for something unknown only where it says "not" or asks for it', () => {
    const held = (['=', 'in', 'contains', 'notNull', '!=', 'notIn', 'doesNotContain', 'null'] as const).map(
      (operator) => asks({}, 'contact.title', operator, 'x'),
    );
    expect(held).toEqual([false, false, false, false, true, true, true, true]);
  });

  it('takes a field that does not exist, and a value that does not fit its type, for unknown', () => {
    expect(asks(facts, 'contact.custom.gone', 'null')).toBe(true);
    expect(asks({ contact: { 'custom.team_size': 'many' } }, 'contact.custom.team_size', 'null')).toBe(true);
    expect(asks({ contact: { 'custom.renewal': '2026-02-30' } }, 'contact.custom.renewal', 'null')).toBe(
      true,
    );
    expect(asks(facts, 'contact.custom.team_size', 'between', [12, 12])).toBe(true);
  });

  it("counts days of dates by the workspace's calendar", () => {
    // 23:30 in London is the next day in Berlin.
    const atMs = Date.parse('2026-03-20T23:30:00Z');
    expect(asks({ ...facts, atMs }, 'contact.custom.renewal', 'withinDays', 1)).toBe(false);
    expect(asks({ ...facts, atMs }, 'contact.custom.renewal', 'withinDays', 2)).toBe(true);
    expect(asks({ ...facts, atMs }, 'contact.custom.renewal', 'olderThanDays', 1)).toBe(true);
    expect(
      asks({ contact: { createdAt: '2026-03-19T23:30:00Z' } }, 'contact.createdAt', '>=', '2026-03-20'),
    ).toBe(true);
  });

  it('knows which stages were reached by then', () => {
    const reachedMs = { mql: nowMs, sal: nowMs + 1 };
    expect(asks({ reachedMs }, 'lead.reached', 'in', ['mql', 'sql'])).toBe(true);
    expect(asks({ reachedMs }, 'lead.reached', 'notIn', ['sal', 'sql'])).toBe(true);
  });
});

describe('a rule on interactions', () => {
  const window = { withinDays: 7 };

  it('opens its window just after the edge and shuts it at the moment asked about', () => {
    const count = (daysAgo: number) =>
      asks({ interactions: [makeInteraction({ daysAgo })] }, 'interactions.count', '=', 1, window);
    expect([count(7), count(7 - 1 / dayMs), count(0), count(-1 / dayMs)]).toEqual([false, true, true, false]);
  });

  it('leaves out what we only sent, unless it is named', () => {
    const facts = { interactions: [makeInteraction({ type: 'email_sent' })] };
    expect(asks(facts, 'interactions.count', '>=', 1)).toBe(false);
    expect(asks(facts, 'interactions.count', '>=', 1, { types: ['Email_Sent'] })).toBe(true);
  });

  it('takes seconds and completion, and nothing else, from what was told when a page was left', () => {
    const facts = {
      interactions: [makeInteraction({ counted: false, engagedSeconds: 40, completionPercent: 90 })],
    };
    expect(asks(facts, 'interactions.count', '=', 0)).toBe(true);
    expect(asks(facts, 'interactions.days_since_last', 'null')).toBe(true);
    expect(asks(facts, 'interactions.engaged_seconds', '>=', 40)).toBe(true);
    expect(asks(facts, 'interactions.completion', '>=', 90)).toBe(true);
  });

  it('finds pages, assets by type, and days apart', () => {
    const facts = {
      interactions: [
        makeInteraction({ page: 'https://example.com/Pricing/team', daysAgo: 1 }),
        makeInteraction({ page: 'https://example.com/pricing', daysAgo: 2 }),
        makeInteraction({ assetId: ids[0] ?? '', daysAgo: 2 }),
      ],
    };
    expect(asks(facts, 'interactions.count', '=', 2, { pages: ['/pricing'] })).toBe(true);
    expect(asks(facts, 'interactions.count', '=', 1, { assetTypes: ['Case study'] })).toBe(true);
    expect(asks(facts, 'interactions.distinct_days', '=', 2)).toBe(true);
    expect(asks(facts, 'interactions.distinct_assets', '=', 1)).toBe(true);
    expect(asks(facts, 'interactions.days_since_last', '<=', 1)).toBe(true);
    expect(asks(facts, 'interactions.days_since_first', '>', 2)).toBe(false);
  });
});

describe('groups and definitions', () => {
  it('combines, turns round, and answers for nothing at all', () => {
    const facts = makeFacts({ contact: { title: 'CFO' } });
    const [yes] = one('contact.title', '=', 'cfo').rules;
    const [no] = one('contact.title', '=', 'ceo').rules;
    if (!yes || !no) throw new Error('two rules');
    expect(holds(all(yes, any(no, yes)), facts, env)).toBe(true);
    expect(holds({ ...any(no, no), not: true }, facts, env)).toBe(true);
    expect([holds(all(), facts, env), holds(any(), facts, env)]).toEqual([true, false]);
  });

  it('asks another definition, and does not run in a circle', () => {
    expect(asks({ contact: { title: 'VP Finance' } }, 'passes.finance', '=', true)).toBe(true);
    expect(asks({}, 'passes.finance', '=', false)).toBe(true);
    expect(asks({}, 'passes.circle', '=', true)).toBe(false);
  });
});
