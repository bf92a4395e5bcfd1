import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type ImportedMatter =
  | { kind: 'asset' | 'interaction' | 'contact' | 'teammate'; id: string }
  | { kind: 'competitor'; text: string };

export type ImportedReason = {
  opportunityId: string;
  outcome: 'won' | 'lost';
  reasons: readonly string[];
  mattered: readonly ImportedMatter[];
  note: string | null;
  saidAt: Date;
  saidBy: string;
  /** Whether whoever said it had sold it. */
  bySeller: boolean;
  tookMs: number | null;
};

/** Reasons as a source of records knows them. A deal of which something was said already stays as it is. */
export async function importReasons(
  tx: Tx,
  options: { workspaceId: string; reasons: readonly ImportedReason[] },
): Promise<void> {
  const { workspaceId } = options;
  if (options.reasons.length === 0) return;
  const said = options.reasons.map((reason) => ({ id: newId(), ...reason }));
  const written = await tx.rows<{ id: string }>(sql`
    insert into deal_reason (id, workspace_id, opportunity_id, version, outcome, reasons, note, said_at, said_by,
      by_seller, took_ms)
    select r.id, ${workspaceId}::uuid, o.id, 1, r.outcome, array(select jsonb_array_elements_text(r.reasons)), r.note,
      r."saidAt", r."saidBy", r."bySeller", r."tookMs"
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as r(id uuid, "opportunityId" uuid, outcome text,
      reasons jsonb, note text, "saidAt" timestamptz, "saidBy" text, "bySeller" boolean, "tookMs" integer)
    join opportunity o on o.id = r."opportunityId" and o.status = r.outcome
    where not exists (select from deal_reason k where k.opportunity_id = o.id)
    returning id`);
  const ids = new Set(written.map(({ id }) => id));
  const matters = said
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, mattered }) =>
      mattered.map((matter, position) => ({
        reasonId: id,
        position,
        kind: matter.kind,
        recordId: matter.kind === 'competitor' ? null : matter.id,
        competitor: matter.kind === 'competitor' ? matter.text : null,
      })),
    );
  await tx.run(sql`
    insert into deal_reason_matter (workspace_id, deal_reason_id, position, kind, asset_id, interaction_id, contact_id,
      teammate_id, competitor)
    select ${workspaceId}::uuid, m."reasonId", m.position, m.kind, case m.kind when 'asset' then m."recordId" end,
      case m.kind when 'interaction' then m."recordId" end, case m.kind when 'contact' then m."recordId" end,
      case m.kind when 'teammate' then m."recordId" end, m.competitor
    from jsonb_to_recordset(${JSON.stringify(matters)}::jsonb) as m("reasonId" uuid, position integer, kind text,
      "recordId" uuid, competitor text)`);
  await tx.run(sql`delete from deal_reason_due where opportunity_id = any(
    ${sql.param(said.map(({ opportunityId }) => opportunityId))}::uuid[])`);
}
