import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { factsAsOf } from '../facts/facts-as-of.ts';
import type { LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { holds } from '../rules/evaluate.ts';
import type { Rule, RuleGroup } from '../rules/rule.ts';
import { type ScoringModel, scoringModel } from '../scoring/model.ts';
import { countHolding, holdingAtSql } from './count-holding.ts';
import { firstHolding } from './first-holding.ts';
import { bestScores, runQuery, scoresAtSql, signalValues } from './index.ts';
import { customTypes, type DrawnWorld, stages } from './law/draw-history.ts';
import { fields } from './law/draw-rule.ts';
import { contactIdOf, historiesOf, writeHistories } from './law/write-history.ts';
import type { Subject } from './subject.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const env: RuleEnvironment = {
  timeZone: 'Europe/Berlin',
  stages,
  fields,
  customTypes,
  assetTypes: new Map(),
  models: new Map(),
  passes: new Map([['fitting', []]]),
};

const all = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'and', rules });
const any = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'or', rules });
const not = (group: RuleGroup): RuleGroup => ({ ...group, not: true });
const titled: Rule = { field: 'contact.title', operator: 'contains', value: 'cfo' };
const looked: Rule = { field: 'interactions.count', operator: '>=', value: 2, of: { withinDays: 30 } };
const ever: Rule = { field: 'interactions.days_since_first', operator: '>', value: 1, of: {} };
const works: Rule = { field: 'account.industry', operator: '!=', value: 'x' };
const bought: Rule = { field: 'opportunity.status', operator: '=', value: 'won' };
/** Says nothing, so never holds; and its negative always does. */
const never: Rule = { field: 'contact.title', operator: 'contains', value: null };
const always: Rule = { field: 'contact.custom.gone', operator: '!=', value: 'x' };
const passes: Rule = { field: 'passes.fitting', operator: '=', value: true };

const rules: Record<string, RuleGroup> = {
  'an empty and': all(),
  'an empty or': any(),
  'not an empty and': not(all()),
  'not an empty or': not(any()),
  'always so': all(always),
  'never so': all(never),
  'not always so': not(all(always)),
  'a title': all(titled),
  'a title and never': all(titled, never),
  'interactions of a window': all(looked),
  'interactions and what is always so': any(all(looked), all(always), not(all(always))),
  'interactions ever, of an account': all(ever, works),
  'an account alone': any(works, all()),
  'a deal': all(bought, not(any(titled, looked))),
  'a test without rules': all(passes, looked),
};

const model = (engaged: boolean): ScoringModel =>
  scoringModel.parse({
    fit: {
      signals: [{ key: 'a', name: 'a', rule: all(engaged ? titled : always), points: 5 }],
      letters: [3, 2, 1],
    },
    engagement: {
      signals: engaged ? [{ key: 'b', name: 'b', of: { withinDays: 30 }, points: 3, halfLifeDays: 7 }] : [],
      rules: [{ key: 'c', name: 'c', rule: not(all()), points: -2 }],
      levels: [3, 2, 1],
    },
  });

const subjects: Record<string, Subject> = {
  ...Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, { rule }])),
  'no rules at all': { rules: [] },
  'two rules': { rules: [all(always), all(looked)] },
  'a model of constants': { model: model(false), threshold: 1 },
  'a model': { model: model(true), threshold: 1 },
  'grades of a model': { model: model(true), grades: ['D4', 'A1'] },
  'no grade': { model: model(true), grades: [] },
};

const at = new Date('2024-04-01T12:00:00Z');
const moments = [new Date('2024-02-01T12:00:00Z'), new Date('2024-03-01T12:00:00Z'), at];
const rows = moments.map((moment, place) => ({ contactId: contactIdOf(place % 2), at: moment }));

const leads: DrawnWorld['leads'] = ['CFO', null].map((title) => ({
  knownAtMs: Date.UTC(2024, 0, 1),
  contact: [{ fromMs: 0, values: { title, createdAt: '2024-01-01T00:00:00.000Z' } }],
  accountIds: [{ fromMs: 0, values: null }],
  reachedMs: {},
  interactions: [],
}));

const worlds: Record<string, DrawnWorld> = {
  'nobody is known': { leads: [], accounts: {}, deals: [] },
  'nobody has done anything': { leads, accounts: {}, deals: [] },
};

const holdsFor = (subject: Subject, history: LeadHistory): boolean | null => {
  const facts = factsAsOf(history, at.getTime());
  if (!facts || !('rule' in subject)) return null;
  return holds(subject.rule, facts, env);
};

describe.each(Object.entries(worlds))('where %s', (_where, world) => {
  let workspaceId: string;
  const histories = historiesOf(world);
  beforeAll(async () => {
    workspaceId = newId();
    await writeHistories(services.clickhouse, workspaceId, world);
  });

  it.each(Object.entries(subjects))('%s has an answer', async (_name, subject) => {
    const asked = { workspaceId, env, subject };
    const found = await runQuery<{ contact_id: string }>(
      services.clickhouse,
      `${holdingAtSql({ ...asked, at })} order by contact_id`,
    );
    const first = await firstHolding(services, { ...asked, moments });
    if ('rule' in subject) {
      const wanted = histories
        .filter((history) => holdsFor(subject, history))
        .map(({ contactId }) => contactId);
      expect(found.map((row) => row.contact_id)).toEqual(wanted);
      expect(await countHolding(services, { workspaceId, env, rule: subject.rule, at })).toEqual({
        holds: wanted.length,
        of: histories.length,
      });
      const among = `select toUUID('${contactIdOf(0)}')`;
      expect(await runQuery(services.clickhouse, holdingAtSql({ ...asked, at, among }))).toHaveLength(
        wanted.filter((id) => id === contactIdOf(0)).length,
      );
    }
    expect(first.map(({ contactId }) => contactId).sort()).toEqual(found.map((row) => row.contact_id));
    // As reports ask: joined, counted, with totals.
    await runQuery(
      services.clickhouse,
      `select isNotNull(x) as known, count() as leads from (
        select contact_id as id, nullIf(1, 1) as x from lead_state final where workspace_id = toUUID('${workspaceId}')) l
        left join (${holdingAtSql({ ...asked, at })}) s on s.contact_id = l.id group by known`,
    );
  });

  it.each([true, false])('a model has scores; of interactions: %s', async (engaged) => {
    const asked = {
      workspaceId,
      env,
      model: model(engaged),
      asked: { momentsMs: moments.map((moment) => moment.getTime()) },
    };
    expect(await runQuery(services.clickhouse, scoresAtSql(asked))).toHaveLength(3 * histories.length);
    const until = `select contact_id, toInt64(${at.getTime()}) as until_ms from lead_state where workspace_id = toUUID('${workspaceId}')`;
    expect(await bestScores(services, { ...asked, until })).toHaveLength(histories.length);
  });

  it('every rule is nought or one, or its lead not known', async () => {
    const values = await signalValues(services, { workspaceId, env, rules: Object.values(rules), rows });
    expect([...values.known]).toEqual(rows.map(() => Number(histories.length > 0)));
    expect(values.columns).toHaveLength(Object.keys(rules).length);
    const third = values.columns.map((column) => column[2] === 1);
    const [history] = histories;
    if (history) expect(third).toEqual(Object.values(rules).map((rule) => holdsFor({ rule }, history)));
  });
});
