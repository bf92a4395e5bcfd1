import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { withKeyedPlans } from '../keyed-plans.ts';
import { deriveLifecycle } from './derive-lifecycle.ts';
import { standsAsStated } from './stands-as-stated.ts';

export type NewStageChange = {
  contactId: string;
  outcome: 'reached' | 'returned' | 'left';
  stage: string;
  at: Date;
  source: 'import' | 'opportunity' | 'hand' | 'interaction' | 'definition' | 'sample' | 'handoff';
  /** Names the fact: stating it again changes nothing, stating it otherwise supersedes what was stated. */
  sourceKey?: string | undefined;
  reason?: string | null | undefined;
  evidence?: unknown;
  definitionVersionId?: string | null | undefined;
  actorName?: string | null | undefined;
};

type RecordStageChanges = {
  workspaceId: string;
  changes: readonly NewStageChange[];
  withdrawn?: readonly { contactId: string; sourceKey: string }[];
  now?: Date;
  /** Contacts of whom nothing was stated before this call. */
  newContactIds?: ReadonlySet<string>;
  /** Contacts that were written with where these changes leave them. */
  derivedContactIds?: ReadonlySet<string>;
};

export type StageChangeOutcome = { outcome: 'created' | 'updated' | 'unchanged'; id: string };

type StoredFact = {
  id: string;
  contact_id: string;
  source_key: string;
  outcome: string;
  stage: string;
  at: Date;
  reason: string | null;
};

/**
 * Records changes of lifecycle stages and derives where the people are now. Answers for each change, in the order
 * given, whether it was new, superseded what was stated under the same `sourceKey`, or said nothing new.
 *
 * `withdrawn` names facts that no longer hold (a deal that is not won after all); they are superseded by nothing.
 */
export async function recordStageChanges(tx: Tx, options: RecordStageChanges): Promise<StageChangeOutcome[]> {
  return withKeyedPlans(tx, () => recordAll(tx, options));
}

async function recordAll(tx: Tx, options: RecordStageChanges): Promise<StageChangeOutcome[]> {
  const { workspaceId, changes, withdrawn = [], now = new Date(), newContactIds } = options;
  const stated = [...changes, ...withdrawn].filter((change) => !newContactIds?.has(change.contactId));
  const facts = await readFacts(tx, stated);
  const superseded = new Set<string>();
  const fresh = new Map<string, NewStageChange & { id: string }>();
  const outcomes = changes.map((change) => record(change, facts, fresh, superseded));
  for (const { contactId, sourceKey } of withdrawn) {
    const stored = facts.get(factKey(contactId, sourceKey));
    if (stored) superseded.add(stored.id);
  }
  if (superseded.size > 0) {
    await tx.run(sql`update stage_change set superseded_at = ${now}
      where id = any(${sql.param([...superseded])}::uuid[]) and superseded_at is null`);
  }
  if (fresh.size > 0) await insertChanges(tx, workspaceId, now, [...fresh.values()]);
  if (superseded.size + fresh.size > 0) {
    const contactIds = new Set([...changes, ...withdrawn].map((change) => change.contactId));
    const open = [...contactIds].filter((id) => !options.derivedContactIds?.has(id));
    await deriveLifecycle(tx, { workspaceId, contactIds: open });
  }
  return outcomes;
}

const factKey = (contactId: string, sourceKey: string) => `${contactId}\u0000${sourceKey}`;

/** Weighs one change against what is stored and what came before it in the same call. */
function record(
  change: NewStageChange,
  facts: ReadonlyMap<string, StoredFact>,
  fresh: Map<string, NewStageChange & { id: string }>,
  superseded: Set<string>,
): StageChangeOutcome {
  const id = newId();
  if (change.sourceKey === undefined) {
    fresh.set(id, { ...change, id });
    return { outcome: 'created', id };
  }
  const key = factKey(change.contactId, change.sourceKey);
  const stored = facts.get(key);
  const latest = fresh.get(key);
  if (latest && isSame(latest, change)) return { outcome: 'unchanged', id: latest.id };
  if (stored && isSame(stored, change)) {
    fresh.delete(key);
    superseded.delete(stored.id);
    return { outcome: latest ? 'updated' : 'unchanged', id: stored.id };
  }
  if (stored) superseded.add(stored.id);
  fresh.set(key, { ...change, id });
  return { outcome: stored || latest ? 'updated' : 'created', id };
}

type Statement = { outcome: string; stage: string; at: Date; reason?: string | null | undefined };

function isSame(left: Statement, right: Statement): boolean {
  return (
    left.outcome === right.outcome &&
    left.stage === right.stage &&
    left.at.getTime() === right.at.getTime() &&
    (left.reason ?? null) === (right.reason ?? null)
  );
}

/** What is stated now under the keys in question, also of the records merged into these contacts. */
async function readFacts(
  tx: Tx,
  wanted: readonly { contactId: string; sourceKey?: string | undefined }[],
): Promise<Map<string, StoredFact>> {
  const keyed = wanted.filter((change) => change.sourceKey !== undefined);
  if (keyed.length === 0) return new Map();
  const contactIds = [...new Set(keyed.map((change) => change.contactId))];
  const sourceKeys = [...new Set(keyed.map((change) => change.sourceKey))];
  const rows = await tx.rows<StoredFact>(sql`
    with recursive family as (
      select id as survivor_id, id as member_id from unnest(${sql.param(contactIds)}::uuid[]) as given(id)
      union
      select f.survivor_id, m.id from family f
      cross join lateral (select c.id from contact c where c.merged_into_id = f.member_id offset 0) as m
    )
    select c.id, f.survivor_id as contact_id, c.source_key, c.outcome, c.stage, c.at, c.reason
    from family f
    cross join lateral (select s.* from stage_change s
      where s.contact_id = f.member_id and ${standsAsStated(sql`s`)} offset 0) as c
    where c.source_key = any(${sql.param(sourceKeys)}::text[])`);
  return new Map(rows.map((row) => [factKey(row.contact_id, row.source_key), row]));
}

async function insertChanges(
  tx: Tx,
  workspaceId: string,
  now: Date,
  changes: readonly (NewStageChange & { id: string })[],
): Promise<void> {
  const rows = changes.map((change) => ({
    id: change.id,
    contact_id: change.contactId,
    outcome: change.outcome,
    stage: change.stage,
    at: change.at,
    source: change.source,
    source_key: change.sourceKey,
    reason: change.reason,
    evidence: change.evidence ?? {},
    definition_version_id: change.definitionVersionId,
    actor_name: change.actorName,
  }));
  await tx.run(sql`insert into stage_change
    (id, workspace_id, contact_id, outcome, stage, at, recorded_at, source, source_key, reason, evidence, definition_version_id, actor_name)
    select i.id, ${workspaceId}::uuid, i.contact_id, i.outcome, i.stage, i.at, ${now}::timestamptz, i.source, i.source_key,
      i.reason, i.evidence, i.definition_version_id, i.actor_name
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(id uuid, contact_id uuid, outcome text, stage text,
      at timestamptz, source text, source_key text, reason text, evidence jsonb, definition_version_id uuid, actor_name text)`);
}
