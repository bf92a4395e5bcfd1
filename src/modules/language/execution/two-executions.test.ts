import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { newId } from '../../../platform/ids.ts';
import { factsAsOf } from '../facts/facts-as-of.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { holds } from '../rules/evaluate.ts';
import type { RuleGroup } from '../rules/rule.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { scoreLead } from '../scoring/score-lead.ts';
import { groupSql } from './compile.ts';
import { type DrawnWorld, world } from './law/draw-history.ts';
import { environment, ruleGroup, scoringModel } from './law/draw-rule.ts';
import { momentIn, timeZones } from './law/draw-times.ts';
import { contactIdOf, historiesOf, writeHistories } from './law/write-history.ts';
import { modelColumns } from './model-sql.ts';
import { pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { executionSettings } from './run.ts';
import { pairRowsSql } from './signal-values.ts';

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
  /** Of each lead in turn. */
  moments: number[];
};

const all = { scores: 2, tests: 2 };
const batch: fc.Arbitrary<Batch> = fc.constantFrom(...timeZones).chain((timeZone) =>
  fc.record({
    env: environment(timeZone),
    world: world(timeZone, 12),
    rules: fc.array(ruleGroup(all), { minLength: 1, maxLength: 24, size: 'max' }),
    models: fc.array(scoringModel(all), { minLength: 1, maxLength: 6, size: 'max' }),
    moments: fc.array(momentIn(timeZone), { minLength: 1, maxLength: 24, size: 'max' }),
  }),
);

type Answer = { known: boolean; bits: string; scores: number[] };

function inTypeScript(
  { env, rules, models }: Batch,
  history: ReturnType<typeof historiesOf>[number],
  atMs: number,
): Answer {
  const facts = factsAsOf(history, atMs);
  if (!facts) return { known: false, bits: '', scores: [] };
  return {
    known: true,
    bits: rules.map((rule) => Number(holds(rule, facts, env))).join(''),
    scores: models.flatMap((model) => {
      const { fitMilli, engagementMilli } = scoreLead(model, facts, env);
      return [fitMilli, engagementMilli];
    }),
  };
}

async function inClickHouse(
  workspaceId: string,
  { env, rules, models }: Batch,
  rows: { contactId: string; at: Date }[],
): Promise<Map<number, Answer>> {
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
  return new Map(answers.map(([m, text, points]) => [m, { known: true, bits: text, scores: points }]));
}

const unknown: Answer = { known: false, bits: '', scores: [] };
let cases = 0;
let heldOnce = 0;

async function compareBoth(drawn: Batch): Promise<void> {
  const workspaceId = newId();
  await writeHistories(services.clickhouse, workspaceId, drawn.world);
  const histories = historiesOf(drawn.world);
  const rows = drawn.moments.map((ms, place) => ({
    contactId: contactIdOf(place % histories.length),
    at: new Date(ms),
  }));
  const there = await inClickHouse(workspaceId, drawn, rows);
  for (const [place, { contactId, at }] of rows.entries()) {
    const history = histories[place % histories.length];
    if (!history) continue;
    const here = inTypeScript(drawn, history, at.getTime());
    expect({ contactId, at, ...(there.get(place) ?? unknown) }).toEqual({ contactId, at, ...here });
    if (here.known) cases += drawn.rules.length + drawn.models.length;
    heldOnce += [...here.bits].filter((bit) => bit === '1').length;
  }
}

describe('one definition, two executions', () => {
  it('answers alike in TypeScript and in ClickHouse, over random rules, models, histories, moments and zones', async () => {
    await fc.assert(fc.asyncProperty(batch, compareBoth), {
      numRuns: Number(process.env.RUNS ?? 5),
      interruptAfterTimeLimit: 300_000,
    });
    console.log({ cases, heldOnce });
  }, 400_000);
});
