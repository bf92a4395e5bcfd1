import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { factsAsOf } from '../facts/facts-as-of.ts';
import type { LeadFacts, LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { holds } from '../rules/evaluate.ts';
import type { RuleGroup } from '../rules/rule.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { scoreLead } from '../scoring/score-lead.ts';
import { groupSql } from './compile.ts';
import { countHolding, holdingAtSql } from './count-holding.ts';
import { firstHolding } from './first-holding.ts';
import { type DrawnWorld, world } from './law/draw-history.ts';
import { environment, ruleGroup, scoringModel } from './law/draw-rule.ts';
import { momentIn, timeZones } from './law/draw-times.ts';
import { contactIdOf, historiesOf, writeHistories } from './law/write-history.ts';
import { modelColumns } from './model-sql.ts';
import { pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { executionSettings, runQuery } from './run.ts';
import { bestScores, scoresAtSql } from './scores-at.ts';
import { pairRowsSql, signalValues } from './signal-values.ts';
import type { Subject } from './subject.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

type Batch = {
  env: RuleEnvironment;
  world: DrawnWorld;
  rules: RuleGroup[];
  models: ScoringModel[];
  /** Gathered for all moments at once, and asked of all leads at all of them. */
  plainRule: RuleGroup;
  plainModel: ScoringModel;
  threshold: number;
  /** The other subjects are asked of each lead in turn. */
  moments: number[];
};

const all = { scores: 2, tests: 2 };
const plain = { scores: 0, tests: 0, plain: true } as const;
const batch: fc.Arbitrary<Batch> = fc.constantFrom(...timeZones).chain((timeZone) =>
  fc.record({
    env: environment(timeZone),
    world: world(timeZone, 12),
    rules: fc.array(ruleGroup(all), { minLength: 1, maxLength: 16, size: 'max' }),
    models: fc.array(scoringModel(all), { minLength: 1, maxLength: 4, size: 'max' }),
    plainRule: ruleGroup(plain, 1),
    plainModel: scoringModel(plain),
    threshold: fc.constantFrom(-5, 0, 1, 5, 12, 30),
    moments: fc.array(momentIn(timeZone), { minLength: 2, maxLength: 80, size: 'max' }),
  }),
);

let cases = 0;
let held = 0;

type Answer = { bits: string; scores: number[] } | null;
type Row = { contactId: string; at: Date };

const milliOf = (model: ScoringModel, facts: LeadFacts, env: RuleEnvironment) => {
  const { fitMilli, engagementMilli } = scoreLead(model, facts, env);
  return [fitMilli, engagementMilli];
};

function inTypeScript({ env, rules, models }: Batch, history: LeadHistory, at: Date): Answer {
  const facts = factsAsOf(history, at.getTime());
  if (!facts) return null;
  cases += rules.length + models.length;
  const bits = rules.map((rule) => Number(holds(rule, facts, env)));
  held += bits.filter((bit) => bit === 1).length;
  return { bits: bits.join(''), scores: models.flatMap((model) => milliOf(model, facts, env)) };
}

async function inClickHouse(workspaceId: string, drawn: Batch, rows: Row[]): Promise<Map<number, Answer>> {
  const { env, rules, models } = drawn;
  const plan = newPlan(env);
  const bits = rules.map((rule) => `toUInt8(${groupSql(plan, rule)})`);
  const scores = models.flatMap((model, place) => {
    const { fit, engagement } = modelColumns(plan, model, `subject_${place}`, groupSql);
    return [fit, engagement];
  });
  const pairs = pairsSql({ plan, workspaceId, asked: { pairsSql: pairRowsSql(rows) } });
  const result = await services.clickhouse.query({
    query: `select m, arrayStringConcat([${bits.join(', ')}]) as bits, [${scores.join(', ')}] as scores from (${pairs})`,
    format: 'JSONCompactEachRow',
    clickhouse_settings: executionSettings,
  });
  const answers = await result.json<[number, string, number[]]>();
  return new Map(answers.map(([m, text, points]) => [m, { bits: text, scores: points }]));
}

/** Each lead at moments of its own: many rules and models at once. */
async function compareRows(workspaceId: string, drawn: Batch): Promise<void> {
  const histories = historiesOf(drawn.world);
  const rows = drawn.moments.map((ms, place) => ({
    contactId: contactIdOf(place % histories.length),
    at: new Date(ms),
  }));
  const there = await inClickHouse(workspaceId, drawn, rows);
  for (const [place, row] of rows.entries()) {
    const history = histories[place % histories.length];
    if (!history) continue;
    expect({ ...row, answer: there.get(place) ?? null }).toEqual({
      ...row,
      answer: inTypeScript(drawn, history, row.at),
    });
  }
}

/** All leads at all moments: a model's scores, and when it first gives enough points or a rule first holds. */
async function compareMoments(workspaceId: string, drawn: Batch): Promise<void> {
  const { env, plainModel: model, plainRule: rule, threshold } = drawn;
  const momentsMs = [...new Set(drawn.moments.slice(0, 12))].sort((a, b) => a - b);
  const moments = momentsMs.map((ms) => new Date(ms));
  const facts = historiesOf(drawn.world).flatMap((history) =>
    momentsMs.flatMap((ms, m) => {
      const then = factsAsOf(history, ms);
      return then ? [{ contactId: history.contactId, m, then }] : [];
    }),
  );
  cases += 2 * facts.length;
  const scores = await runQuery<{
    contact_id: string;
    m: number;
    fit_milli: number;
    engagement_milli: number;
  }>(
    services.clickhouse,
    `${scoresAtSql({ workspaceId, env, model, asked: { momentsMs } })} order by contact_id, m`,
  );
  expect(scores.map((row) => [row.contact_id, row.m, row.fit_milli, row.engagement_milli])).toEqual(
    facts.map(({ contactId, m, then }) => [contactId, m, ...milliOf(model, then, env)]),
  );
  const firstOf = (is: (then: LeadFacts) => boolean) => {
    const first = new Map<string, number>();
    for (const { contactId, m, then } of facts)
      if (!first.has(contactId) && is(then)) first.set(contactId, m);
    return [...first].map(([contactId, place]) => ({ contactId, first: place, before: place === 0 }));
  };
  const found = async (subject: Subject) =>
    (await firstHolding(services, { workspaceId, env, subject, moments })).sort((a, b) =>
      a.contactId < b.contactId ? -1 : 1,
    );
  expect(await found({ rule })).toEqual(firstOf((then) => holds(rule, then, env)));
  expect(await found({ model, threshold })).toEqual(
    firstOf((then) => scoreLead(model, then, env).pointsMilli >= threshold * 1_000),
  );
  const wanted = ['A1', 'B2', 'c3', 'D4'];
  const isWanted = (then: LeadFacts) =>
    wanted.some((grade) => grade.toUpperCase() === scoreLead(model, then, env).grade);
  expect(await found({ model, grades: wanted })).toEqual(firstOf(isWanted));
  const at = moments[0];
  if (!at) return;
  await compareBest({ workspaceId, drawn, momentsMs, facts });
  const now = facts.filter(({ m }) => m === 0);
  expect(await countHolding(services, { workspaceId, env, rule, at })).toEqual({
    holds: now.filter(({ then }) => holds(rule, then, env)).length,
    of: now.length,
  });
  const among = `select arrayJoin([${[0, 2, 4].map((place) => `toUUID('${contactIdOf(place)}')`).join(', ')}])`;
  const holding = await runQuery<{ contact_id: string }>(
    services.clickhouse,
    `${holdingAtSql({ workspaceId, env, subject: { rules: [rule, rule] }, at, among })} order by contact_id`,
  );
  expect(holding.map((row) => row.contact_id)).toEqual(
    now
      .filter(({ contactId, then }) => /0[024]$/.test(contactId) && holds(rule, then, env))
      .map(({ contactId }) => contactId),
  );
}

/** The most points before a time of each lead's own; every third has none. */
async function compareBest(asked: {
  workspaceId: string;
  drawn: Batch;
  momentsMs: number[];
  facts: { contactId: string; m: number; then: LeadFacts }[];
}): Promise<void> {
  const { workspaceId, drawn, momentsMs, facts } = asked;
  const { env, plainModel: model } = drawn;
  const untils = drawn.world.leads.flatMap((_lead, place) =>
    place % 3 === 0 ? [] : [{ id: contactIdOf(place), ms: momentsMs[place % momentsMs.length] ?? 0 }],
  );
  if (untils.length === 0) return;
  const until = `select toUUID(row.1) as contact_id, toInt64(row.2) as until_ms
    from (select arrayJoin([${untils.map(({ id, ms }) => `('${id}', ${ms})`).join(', ')}]) as row)`;
  const best = new Map<string, number>();
  for (const { contactId, m, then } of facts) {
    const untilMs = untils.find(({ id }) => id === contactId)?.ms ?? 0;
    if ((momentsMs[m] ?? 0) >= untilMs) continue;
    const points = scoreLead(model, then, env).pointsMilli / 1_000;
    best.set(contactId, Math.max(points, best.get(contactId) ?? points));
  }
  const found = await bestScores(services, { workspaceId, env, model, asked: { momentsMs }, until });
  expect(new Map(found.map(({ contactId, points }) => [contactId, points]))).toEqual(best);
}

/** Every rule as a column, as those who look for signals ask. */
async function compareSignals(workspaceId: string, drawn: Batch): Promise<void> {
  const histories = historiesOf(drawn.world);
  const rows = drawn.moments.slice(0, 20).map((ms, place) => ({
    contactId: contactIdOf((place * 5) % histories.length),
    at: new Date(ms),
  }));
  const { env, rules } = drawn;
  const values = await signalValues(services, { workspaceId, env, rules, rows });
  const facts = rows.map(({ contactId, at }) => {
    const history = histories.find((one) => one.contactId === contactId);
    return history ? factsAsOf(history, at.getTime()) : null;
  });
  expect([...values.known]).toEqual(facts.map((then) => Number(then !== null)));
  expect(values.columns.map((column) => [...column])).toEqual(
    rules.map((rule) => facts.map((then) => Number(then !== null && holds(rule, then, env)))),
  );
}

const runs = Number(process.env.LIAISON_EXECUTION_RUNS ?? 40);

describe('one definition, two executions', () => {
  it('answers alike in TypeScript and in ClickHouse, over random rules, models, histories, moments and zones', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (drawn) => {
        const workspaceId = newId();
        await writeHistories(services.clickhouse, workspaceId, drawn.world);
        await compareRows(workspaceId, drawn);
        await compareMoments(workspaceId, drawn);
        await compareSignals(workspaceId, drawn);
      }),
      // A failure is made smaller for so long; what is smallest by then is shown, with its seed.
      { numRuns: runs, interruptAfterTimeLimit: 240_000 },
    );
    expect(cases).toBeGreaterThanOrEqual(runs * 250);
    expect(held).toBeGreaterThan(cases / 10);
  }, 300_000);
});
