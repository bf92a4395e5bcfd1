import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { DefinitionBody } from '../definitions/bodies.ts';
import type { VersionStatus } from '../definitions/contract.ts';
import { type RuleGroup, rulesOf } from '../rules/rule.ts';
import type { BacktestSubject } from './contract.ts';
import { ruleOfModel, type Threshold } from './threshold.ts';

/** What is judged: whose word it is, and the rule for whom it holds. */
export type JudgedSubject = {
  label: string;
  versionId: string | null;
  definitionId: string | null;
  /** The definition's key; a text that belongs to none yet has one of its own. */
  key: string;
  body: DefinitionBody;
  rule: RuleGroup;
  /** The lifecycle stage whose gate it is. */
  stageKey: string | null;
  /** The scoring model whose points foretell: its own, or the one that its rule asks. */
  modelKey: string | null;
};

type VersionRow = {
  id: string;
  definition_id: string;
  key: string;
  number: number;
  status: VersionStatus;
  body: DefinitionBody;
};

/** Of a text that belongs to no definition yet; no definition can have this key. */
const draftKey = '_draft';

export async function loadSubject(
  tx: Tx,
  options: { subject: BacktestSubject; threshold?: Threshold | undefined },
): Promise<JudgedSubject> {
  const { subject, threshold } = options;
  const found =
    'versionId' in subject ? await findVersion(tx, subject.versionId) : await placeBody(tx, subject.body);
  const { key, body } = found;
  const rule = await ruleOf(tx, { key, body, threshold });
  return {
    ...found,
    rule,
    stageKey: body.kind === 'stage' ? body.stageKey : null,
    modelKey: body.kind === 'scoring' ? key : modelAskedBy(rule),
  };
}

type Placed = Pick<JudgedSubject, 'label' | 'versionId' | 'definitionId' | 'key' | 'body'>;

async function findVersion(tx: Tx, versionId: string): Promise<Placed> {
  const row = await tx.first<VersionRow>(sql`select v.id, v.definition_id, d.key, v.number, v.status, v.body
    from definition_version v join definition d on d.id = v.definition_id where v.id = ${versionId}`);
  if (row === null) throw notFound('version of a definition');
  return {
    label: row.status === 'draft' ? 'draft' : `version ${row.number}`,
    versionId: row.id,
    definitionId: row.definition_id,
    key: row.key,
    body: row.body,
  };
}

/** A text that is being written stands for the definition it would change: of a stage its key, else that of its word. */
async function placeBody(tx: Tx, body: DefinitionBody): Promise<Placed> {
  const unplaced: Placed = { label: 'draft', versionId: null, definitionId: null, key: draftKey, body };
  const is =
    body.kind === 'stage'
      ? sql`d.key = ${body.stageKey}`
      : sql`exists (select from definition_version v where v.definition_id = d.id and v.body ->> 'word' = ${body.word})`;
  const row = await tx.first<{ id: string; key: string }>(
    sql`select d.id, d.key from definition d where d.kind = ${body.kind} and ${is} limit 1`,
  );
  return row ? { ...unplaced, definitionId: row.id, key: row.key } : unplaced;
}

const ruleless = {
  term: 'a word without a rule',
  reject_reasons: 'a list of reasons',
  sla: 'a promise of both sides',
} as const;

async function ruleOf(
  tx: Tx,
  options: { key: string; body: DefinitionBody; threshold: Threshold | undefined },
): Promise<RuleGroup> {
  const { key, body, threshold } = options;
  switch (body.kind) {
    case 'stage':
      if (body.gate !== null) return body.gate;
      throw new AppError(
        'unprocessable',
        `"${body.word}" has no gate: people or deals decide who reaches it, so there is nothing to ask the past. Give it a gate, or backtest the stage before it.`,
      );
    case 'test':
      return { combinator: 'and', rules: body.tests.map((test) => test.rule) };
    case 'persona':
      return body.rule;
    case 'scoring':
      return ruleOfModel({ key, threshold, gates: await gatesInForce(tx) });
    case 'term':
    case 'reject_reasons':
    case 'sla':
      throw new AppError(
        'unprocessable',
        `"${body.word}" is ${ruleless[body.kind]}, so there is nothing to ask the past. Stages with a gate, scoring models, tests and persona rules can be backtested.`,
      );
  }
}

/** In the order of the lifecycle; the gates that let most people in come first. */
async function gatesInForce(tx: Tx): Promise<RuleGroup[]> {
  const rows = await tx.rows<{ body: DefinitionBody }>(sql`select v.body from definition_version v
    join definition d on d.id = v.definition_id
    left join lifecycle_stage s on s.key = v.body ->> 'stageKey'
    where d.kind = 'stage' and v.status = 'in_force'
    order by s.key = 'mql' desc nulls last, s.position, d.key`);
  return rows.flatMap(({ body }) => (body.kind === 'stage' && body.gate ? [body.gate] : []));
}

/** The first scoring model that a rule asks for its score. */
function modelAskedBy(rule: RuleGroup): string | null {
  for (const one of rulesOf(rule)) {
    const [what, key] = one.field.split('.');
    if (what === 'score' && key) return key;
  }
  return null;
}
