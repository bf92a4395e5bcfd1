import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedOwnView = { teammateId: string; seenAt: Date };

/** When people of our side first saw their own figures, as a source of records knows it; what is known already stands. */
export async function importOwnViews(
  tx: Tx,
  options: { workspaceId: string; views: readonly ImportedOwnView[] },
): Promise<void> {
  const { workspaceId, views } = options;
  await tx.run(sql`
    insert into person_view (workspace_id, teammate_id, seen_at)
    select ${workspaceId}::uuid, v."teammateId", v."seenAt"
    from jsonb_to_recordset(${JSON.stringify(views)}::jsonb) as v("teammateId" uuid, "seenAt" timestamptz)
    on conflict (workspace_id, teammate_id) do nothing`);
}
