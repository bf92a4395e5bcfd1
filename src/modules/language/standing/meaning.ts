import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BodyOf, DefinitionBody, DefinitionKind } from '../definitions/bodies.ts';
import { definitionsInForce, type InForce } from '../definitions/in-force.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { loadEnvironment } from '../rules/load-environment.ts';
import { loadRuleWords } from '../rules/load-rule-words.ts';
import { type RuleGroup, rulesOf } from '../rules/rule.ts';
import { rulesOfBody } from '../rules/rules-of-body.ts';
import { ruleSentence } from '../rules/sentence.ts';
import type { ScoringModel } from '../scoring/model.ts';
import type { StageGate } from './decide-moves.ts';
import type { Say } from './explain-rule.ts';

type Standing = {
  definitionId: string;
  versionId: string;
  versionNumber: number;
  key: string;
  /** Came with the workspace and waits for signatures: it counts and explains, but moves nobody. */
  unsigned: boolean;
};
type Named = Standing & { word: string };
export type ModelInForce = Named & { model: ScoringModel };
export type GateInForce = Named & StageGate;
export type TestInForce = Named & { tests: readonly { name: string; rule: RuleGroup }[] };

/** Everything a lead's standing rests on besides the lead. */
export type Meaning = {
  environment: RuleEnvironment;
  models: readonly ModelInForce[];
  gates: readonly GateInForce[];
  tests: readonly TestInForce[];
  stages: readonly { key: string; name: string }[];
  /** Some rule asks which stages a lead has reached: a change of stage may change what it says. */
  asksOfStages: boolean;
  /** A rule in words, with the names of what it refers to. */
  say: Say;
};

/**
 * Fingerprint of what standings rest on, for the workspace with this id: where it is another than a sweep went by,
 * everybody is looked at again.
 */
export const meaningOf = (workspaceId: SQL): SQL => sql`md5(concat_ws('|',
  (select time_zone from workspace where id = ${workspaceId}),
  (select string_agg(key, ',' order by position) from lifecycle_stage where workspace_id = ${workspaceId}),
  (select string_agg(id::text || (came_with_workspace and signed_at is null)::text, ',' order by id)
    from definition_version where workspace_id = ${workspaceId} and status = 'in_force')))`;

const kept = new Map<string, { fingerprint: string; meaning: Meaning }>();
const mostKept = 50;

/** What is in force in a workspace, kept from one look to the next while nothing of it changes. */
export async function loadMeaning(tx: Tx, workspaceId: string): Promise<Meaning> {
  const row = await tx.first<{
    fingerprint: string;
  }>(sql`select concat_ws('|', ${meaningOf(sql`${workspaceId}::uuid`)},
    (select concat_ws(' ', count(*), max(updated_at)) from asset),
    (select concat_ws(' ', count(*), string_agg(md5(concat_ws(' ', record_type, key, type, label)), '' order by id)) from custom_field),
    (select concat_ws(' ', started_at, meaning) from standing_sweep)) as fingerprint`);
  const fingerprint = row?.fingerprint ?? '';
  const known = kept.get(workspaceId);
  if (known?.fingerprint === fingerprint) return known.meaning;
  const meaning = await readMeaning(tx);
  kept.delete(workspaceId);
  kept.set(workspaceId, { fingerprint, meaning });
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return meaning;
}

async function readMeaning(tx: Tx): Promise<Meaning> {
  const all = await definitionsInForce(tx);
  const stages = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from lifecycle_stage order by position`,
  );
  const environment = await loadEnvironment(tx);
  const words = await loadRuleWords(
    tx,
    environment,
    all.map(({ body }) => body),
  );
  return {
    environment,
    stages,
    asksOfStages: all.some(({ body }) =>
      rulesOfBody(body).some(({ rule }) => [...rulesOf(rule)].some(({ field }) => field === 'lead.reached')),
    ),
    say: (rule) => ruleSentence(rule, words),
    models: ofKind(all, 'scoring').map(({ body, ...rest }) => ({
      ...rest,
      word: body.word,
      model: body.model,
    })),
    gates: ofKind(all, 'stage').map(({ body, ...rest }) => ({
      ...rest,
      word: body.word,
      stageKey: body.stageKey,
      gate: body.gate,
      sendsBack: body.sendsBack,
    })),
    tests: ofKind(all, 'test').map(({ body, ...rest }) => ({
      ...rest,
      word: body.word,
      tests: body.tests,
    })),
  };
}

function ofKind<Kind extends DefinitionKind>(
  all: readonly InForce[],
  kind: Kind,
): (Standing & { body: BodyOf<Kind> })[] {
  return all.flatMap(({ definitionId, key, versionId, number, body, unsigned }) => {
    const isOf = (one: DefinitionBody): one is BodyOf<Kind> => one.kind === kind;
    return isOf(body) ? [{ definitionId, key, versionId, versionNumber: number, unsigned, body }] : [];
  });
}
