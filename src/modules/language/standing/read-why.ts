import { z } from 'zod';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { WhyHere } from './contract.ts';

/** What `evidenceOf` has kept; of changes that no definition made there is none. */
const keptEvidence = z.object({
  definitionId: z.string(),
  definition: z.string(),
  versionNumber: z.number(),
  sentence: z.string(),
  parts: z.array(z.object({ text: z.string(), holds: z.boolean(), found: z.string().nullable() })),
  scores: z.array(z.object({ key: z.string(), word: z.string(), points: z.number(), grade: z.string() })),
  interactionIds: z.array(z.string()),
});

type Row = {
  outcome: 'reached' | 'returned' | 'left';
  stage: string;
  at: Date;
  source: string;
  reason: string | null;
  actor_name: string | null;
  evidence: unknown;
  definition_key: string | null;
};

/** The change of stage that put a lead where they are, with what it rested on; null where there was none yet. */
export async function readWhy(tx: Tx, contactId: string): Promise<WhyHere | null> {
  const row = await tx.first<Row>(sql`
    with recursive family as (
      select ${contactId}::uuid as id
      union
      select m.id from family f cross join lateral (select c.id from contact c where c.merged_into_id = f.id offset 0) as m
    )
    select s.outcome, s.stage, s.at, s.source, s.reason, s.actor_name, s.evidence, d.key as definition_key
    from contact c cross join family f
    cross join lateral (select * from stage_change x where x.workspace_id = c.workspace_id and x.contact_id = f.id
      and x.at = c.lifecycle_since and x.stage = c.lifecycle_stage and x.superseded_at is null offset 0) as s
    left join definition_version v on v.id = s.definition_version_id
    left join definition d on d.id = v.definition_id
    where c.id = ${contactId} order by s.recorded_at desc limit 1`);
  if (!row) return null;
  const kept = keptEvidence.safeParse(row.evidence);
  return {
    outcome: row.outcome,
    stage: row.stage,
    at: row.at.toISOString(),
    source: row.source,
    reason: row.reason,
    actorName: row.actor_name,
    definition:
      kept.success && row.definition_key !== null
        ? {
            id: kept.data.definitionId,
            key: row.definition_key,
            word: kept.data.definition,
            versionNumber: kept.data.versionNumber,
            sentence: kept.data.sentence,
            parts: kept.data.parts,
            scores: kept.data.scores,
            interactions: kept.data.interactionIds.length,
          }
        : null,
  };
}

export type MoveBasis = {
  definition: { id: string; key: string; word: string; versionNumber: number; unsigned: boolean };
  sentence: string;
  parts: z.infer<typeof keptEvidence>['parts'];
};

/** What a definition's version rested on when it moved a lead; null where the change was no definition's. */
export async function readMoveBasis(tx: Tx, stageChangeId: string): Promise<MoveBasis | null> {
  const row = await tx.first<{ evidence: unknown; key: string; unsigned: boolean }>(sql`
    select s.evidence, d.key, v.came_with_workspace and v.signed_at is null as unsigned
    from stage_change s join definition_version v on v.id = s.definition_version_id
    join definition d on d.id = v.definition_id where s.id = ${stageChangeId}`);
  const kept = keptEvidence.safeParse(row?.evidence);
  if (!row || !kept.success) return null;
  const { definitionId, definition, versionNumber, sentence, parts } = kept.data;
  return {
    definition: { id: definitionId, key: row.key, word: definition, versionNumber, unsigned: row.unsigned },
    sentence,
    parts,
  };
}
