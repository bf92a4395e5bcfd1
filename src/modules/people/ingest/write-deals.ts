import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { type NewStageChange, recordStageChanges } from '../lifecycle/record-stage-changes.ts';
import type { DealWork } from './resolve.ts';
import type { Session } from './session.ts';

/** What belongs to the batch's opportunities: stage history, buying groups, and what these say of people's lifecycle. */
export async function writeDeals(session: Session, deals: readonly DealWork[]): Promise<void> {
  if (deals.length === 0) return;
  const changed = new Set([...(await writeHistory(session, deals)), ...(await writeGroups(session, deals))]);
  for (const { input, slot } of deals) {
    const outcome = session.outcomes.get(input.key);
    if (outcome?.outcome === 'unchanged' && changed.has(slot.id))
      session.outcomes.set(input.key, { ...outcome, outcome: 'updated' });
  }
  await recordDealLifecycle(session, [...new Set(deals.map((deal) => deal.slot.id))]);
}

async function writeHistory(session: Session, deals: readonly DealWork[]): Promise<string[]> {
  const entries = new Map<string, object>();
  for (const { slot, entries: history } of deals) {
    for (const { stage, status, at, reason } of history) {
      const row = { id: newId(), opportunity_id: slot.id, stage, status, at, reason };
      const key = JSON.stringify([slot.id, stage, at]);
      if (!entries.has(key)) entries.set(key, row);
    }
  }
  if (entries.size === 0) return [];
  const rows = await session.tx.rows<{ opportunity_id: string }>(sql`
    insert into opportunity_stage_change (id, workspace_id, opportunity_id, stage, status, at, recorded_at, source, reason, actor_name)
    select i.id, ${session.workspaceId}::uuid, i.opportunity_id, i.stage, i.status, i.at, ${session.now}::timestamptz,
      ${session.system}, i.reason, ${session.actorName}
    from jsonb_to_recordset(${JSON.stringify([...entries.values()])}::jsonb)
      as i(id uuid, opportunity_id uuid, stage text, status text, at timestamptz, reason text)
    where not exists (select from opportunity_stage_change s where s.opportunity_id = i.opportunity_id and s.at = i.at
      and s.stage is not distinct from i.stage)
    returning opportunity_id`);
  return rows.map((row) => row.opportunity_id);
}

type Member = {
  opportunity_id: string;
  contact_id: string;
  role: string | null;
  is_primary: boolean;
  place: number;
};

/** One primary contact a deal: the one said last to be it, else the one there is, else the first named. */
async function writeGroups(session: Session, deals: readonly DealWork[]): Promise<string[]> {
  const members = new Map<string, Member>();
  const saidPrimary = new Map<string, string>();
  for (const { slot, group } of deals) {
    for (const { contactId, role, isPrimary } of group) {
      const key = `${slot.id}:${contactId}`;
      const member = members.get(key);
      if (isPrimary) saidPrimary.set(slot.id, contactId);
      const known = { opportunity_id: slot.id, contact_id: contactId, is_primary: false };
      members.set(key, {
        ...known,
        role: role ?? member?.role ?? null,
        place: member?.place ?? members.size,
      });
    }
  }
  if (members.size === 0) return [];
  const rows = [...members.values()].map((member) => ({
    ...member,
    is_primary: saidPrimary.get(member.opportunity_id) === member.contact_id,
    has_primary: saidPrimary.has(member.opportunity_id),
  }));
  const input = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as i(opportunity_id uuid, contact_id uuid, role text, is_primary boolean, has_primary boolean, place integer)`;
  const written = await session.tx.rows<{ opportunity_id: string }>(sql`
    insert into opportunity_contact as t (workspace_id, opportunity_id, contact_id, role, is_primary, created_at)
    select ${session.workspaceId}::uuid, i.opportunity_id, i.contact_id, i.role, i.is_primary, ${session.now}::timestamptz
    from ${input}
    on conflict (workspace_id, opportunity_id, contact_id) do update
      set role = coalesce(excluded.role, t.role), is_primary = t.is_primary or excluded.is_primary
      where (coalesce(excluded.role, t.role), t.is_primary or excluded.is_primary) is distinct from (t.role, t.is_primary)
    returning opportunity_id`);
  const primaries = await session.tx.rows<{ opportunity_id: string }>(sql`
    with said as (select distinct on (i.opportunity_id) i.* from ${input}
        order by i.opportunity_id, i.is_primary desc, i.place),
      chosen as (select said.opportunity_id, said.contact_id from said where said.has_primary or not exists
        (select from opportunity_contact p where p.opportunity_id = said.opportunity_id and p.is_primary))
    update opportunity_contact t set is_primary = (t.contact_id = chosen.contact_id)
    from chosen where t.opportunity_id = chosen.opportunity_id and t.is_primary is distinct from (t.contact_id = chosen.contact_id)
    returning t.opportunity_id`);
  return [...written, ...primaries].map((row) => row.opportunity_id);
}

type DealFacts = {
  opportunity_id: string;
  contact_id: string;
  status: 'open' | 'won' | 'lost';
  opened_at: Date;
  ended_at: Date | null;
  reason: string | null;
};

/** A deal takes its people to opportunity when it opens, to customer when it is won, and no further when it is lost. */
export async function recordDealLifecycle(
  session: Pick<Session, 'tx' | 'workspaceId' | 'now' | 'actorName'>,
  opportunityIds: readonly string[],
): Promise<void> {
  const rows = await session.tx.rows<DealFacts>(sql`
    select o.id as opportunity_id, surviving_record('contact', g.contact_id) as contact_id, o.status,
      coalesce(o.opened_at, least(o.created_at, o.closed_at)) as opened_at,
      coalesce(o.closed_at, last.at) as ended_at, last.reason
    from opportunity o
    join opportunity_contact g on g.opportunity_id = o.id
    left join lateral (select s.at, s.reason from opportunity_stage_change s
      where s.opportunity_id = o.id and s.status = o.status order by s.at desc limit 1) last on o.status <> 'open'
    where o.id = any(${sql.param([...opportunityIds])}::uuid[])`);
  const changes: NewStageChange[] = [];
  const withdrawn: { contactId: string; sourceKey: string }[] = [];
  for (const row of rows) {
    const said = factsOf(row, session.actorName);
    changes.push(...said);
    for (const what of ['opened', 'won', 'lost']) {
      const sourceKey = `opportunity:${row.opportunity_id}:${what}`;
      if (!said.some((change) => change.sourceKey === sourceKey))
        withdrawn.push({ contactId: row.contact_id, sourceKey });
    }
  }
  await recordStageChanges(session.tx, {
    workspaceId: session.workspaceId,
    changes,
    withdrawn,
    now: session.now,
  });
}

function factsOf(row: DealFacts, actorName: string): (NewStageChange & { sourceKey: string })[] {
  const about = {
    contactId: row.contact_id,
    source: 'opportunity' as const,
    evidence: { opportunityId: row.opportunity_id },
    actorName,
  };
  const key = `opportunity:${row.opportunity_id}`;
  const opened = {
    ...about,
    outcome: 'reached' as const,
    stage: 'opportunity',
    at: row.opened_at,
    sourceKey: `${key}:opened`,
  };
  if (row.ended_at === null || row.status === 'open') return [opened];
  if (row.status === 'won') {
    return [
      opened,
      { ...about, outcome: 'reached', stage: 'customer', at: row.ended_at, sourceKey: `${key}:won` },
    ];
  }
  const reason = row.reason ?? 'Deal lost';
  return [
    opened,
    { ...about, outcome: 'left', stage: 'opportunity', at: row.ended_at, reason, sourceKey: `${key}:lost` },
  ];
}
