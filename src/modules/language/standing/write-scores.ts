import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { uuids } from './queue.ts';
import type { WorkedOut } from './work-out.ts';

type Standing = Pick<WorkedOut, 'contactId' | 'scores' | 'dueMs'> & { isOpen: boolean };

/** Writes what leads score as of now and when each is due again: one statement each, whatever their number. */
export async function writeScores(options: {
  tx: Tx;
  workspaceId: string;
  now: Date;
  standings: readonly Standing[];
  /** Due again at this time, for nobody knew of them yet. */
  notYet: ReadonlyMap<string, number>;
  /** Merged into others: they score nothing by themselves. */
  goneIds: readonly string[];
}): Promise<void> {
  const { tx, workspaceId, now, standings, notYet, goneIds } = options;
  const nobody = [...goneIds, ...notYet.keys()];
  if (nobody.length > 0) {
    await tx.run(sql`delete from lead_score where contact_id = any(${uuids(nobody)})`);
  }
  const rows = standings
    .flatMap(({ contactId, scores, isOpen }) =>
      scores.map(({ model, score, nextChangeMs }) => ({
        contact_id: contactId,
        definition_id: model.definitionId,
        version_id: model.versionId,
        fit_milli: score.fitMilli,
        engagement_milli: score.engagementMilli,
        letter: score.letter,
        level: score.level,
        is_open: isOpen,
        next_change_at: timeOf(nextChangeMs),
      })),
    )
    .toSorted((left, right) => (left.contact_id < right.contact_id ? -1 : 1));
  if (rows.length > 0) {
    await tx.run(sql`
      insert into lead_score (workspace_id, contact_id, definition_id, version_id, fit_milli, engagement_milli, letter,
        level, is_open, at, next_change_at)
      select ${workspaceId}::uuid, i.contact_id, i.definition_id, i.version_id, i.fit_milli, i.engagement_milli, i.letter,
        i.level, i.is_open, ${now}::timestamptz, i.next_change_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(contact_id uuid, definition_id uuid, version_id uuid,
        fit_milli bigint, engagement_milli bigint, letter text, level smallint, is_open boolean, next_change_at timestamptz)
      on conflict (workspace_id, contact_id, definition_id) do update set version_id = excluded.version_id,
        fit_milli = excluded.fit_milli, engagement_milli = excluded.engagement_milli, letter = excluded.letter,
        level = excluded.level, is_open = excluded.is_open, at = excluded.at, next_change_at = excluded.next_change_at`);
  }
  await writeDue(options, standings);
}

async function writeDue(
  { tx, workspaceId, notYet, goneIds }: Parameters<typeof writeScores>[0],
  standings: readonly Standing[],
): Promise<void> {
  const due = new Map<string, number>(notYet);
  for (const { contactId, dueMs } of standings) due.set(contactId, dueMs);
  if (goneIds.length > 0) {
    await tx.run(sql`delete from standing_due where workspace_id = ${workspaceId}
      and contact_id = any(${uuids(goneIds)})`);
  }
  if (due.size === 0) return;
  const rows = [...due].toSorted().map(([contact_id, ms]) => ({ contact_id, due_at: timeOf(ms) }));
  await tx.run(sql`
    insert into standing_due (workspace_id, contact_id, due_at)
    select ${workspaceId}::uuid, i.contact_id, i.due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i(contact_id uuid, due_at timestamptz)
    on conflict (workspace_id, contact_id) do update set due_at = excluded.due_at, attempts = 0, error = null`);
}

const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
