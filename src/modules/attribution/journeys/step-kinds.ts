import type { Tx } from '../../../platform/postgres/database.ts';
import type { JourneyStep } from './deals-contract.ts';
import { dealsSql, stepKey } from './deals-sql.ts';
import { type StepNames, stepNames } from './labels.ts';
import { ask, type JourneysContext, type JourneysPlan } from './plan.ts';
import { nobody } from './sql-text.ts';

type StepKind = 'content' | 'person' | 'both';

/** Of a key with a few of the other kind it is said what nearly all are. */
const mixedFrom = 0.2;

const kindOf = (persons: number, all: number): StepKind =>
  persons / all > 1 - mixedFrom ? 'person' : persons / all < mixedFrom ? 'content' : 'both';

export type Steps = { label: StepNames; kind: (key: string) => StepKind };

/** What the steps of the journeys asked are called, and of which kind they are. */
export async function readSteps(
  context: JourneysContext,
  plan: JourneysPlan,
  by: JourneyStep,
): Promise<Steps> {
  const kinds = by === 'asset' ? `arrayFilter((kind, id) -> id != ${nobody}, kinds, asset_ids)` : 'kinds';
  const rows = await ask<{ key: string; persons: number; touches: number }>(
    plan,
    `select key, countIf(kind = 'person') as persons, count() as touches
    from (select ${stepKey[by]} as step_keys, ${kinds} as step_kinds from (${dealsSql(plan)}) as deal)
    array join step_keys as key, step_kinds as kind
    group by key order by touches desc limit 5000`,
  );
  const byKey = new Map(rows.map((row) => [row.key, kindOf(row.persons, row.touches)]));
  const label = await context.inWorkspace((tx: Tx) =>
    stepNames(
      tx,
      by,
      rows.map(({ key }) => key),
    ),
  );
  return { label, kind: (key) => byKey.get(key) ?? 'content' };
}
