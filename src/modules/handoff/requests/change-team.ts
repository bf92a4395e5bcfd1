import { notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { survivorOf } from '../../people/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import { requireMate } from '../handoffs/people-of-lead.ts';
import type { Step } from '../handoffs/step.ts';
import { type RecordOf, readTeam, type Team } from './read-team.ts';

type Place = RecordOf & { teammateId: string };

/** Puts somebody on a lead or a deal, for one side. Saying it again changes nothing. */
export async function joinTeam(step: Step, place: Place & { side: 'marketing' | 'sales' }): Promise<Team> {
  const { tx, workspaceId, actor, now } = step;
  const { recordType, side, teammateId } = place;
  const { id, name } = await findRecord(step, place);
  const mate = await requireMate(tx, teammateId);
  const added =
    await tx.run(sql`insert into record_team (workspace_id, record_type, record_id, side, teammate_id, since, said_by)
    values (${workspaceId}, ${recordType}, ${id}, ${side}, ${teammateId}, ${now}, ${actor.name}) on conflict do nothing`);
  if (added > 0)
    await audit(step, {
      action: `${recordType}.team_joined`,
      recordType,
      id,
      name,
      from: null,
      to: mate.name,
    });
  return readTeam(tx, { recordType, recordId: id });
}

/** Takes somebody off who was put there; who owns what belongs to it stays. */
export async function leaveTeam(step: Step, place: Place): Promise<Team> {
  const { tx } = step;
  const { recordType, teammateId } = place;
  const { id, name } = await findRecord(step, place);
  const mate = await requireMate(tx, teammateId);
  const removed = await tx.run(sql`delete from record_team
    where record_type = ${recordType} and record_id = ${id} and teammate_id = ${teammateId}`);
  if (removed > 0)
    await audit(step, { action: `${recordType}.team_left`, recordType, id, name, from: mate.name, to: null });
  return readTeam(tx, { recordType, recordId: id });
}

/** The lead or deal that is meant: of merged ones the one that stands for them. */
export async function findRecord({ tx }: Step, record: RecordOf): Promise<{ id: string; name: string }> {
  const isContact = record.recordType === 'contact';
  const id = isContact ? await survivorOf(tx, 'contact', record.recordId) : record.recordId;
  const row = await tx.first<{ id: string; name: string }>(
    isContact
      ? sql`select id, coalesce(nullif(name, ''), email, 'Unnamed') as name from contact where id = ${id}`
      : sql`select id, name from opportunity where id = ${id}`,
  );
  if (row === null) throw notFound(isContact ? 'contact' : 'deal');
  return row;
}

async function audit(
  { tx, workspaceId, actor }: Step,
  entry: {
    action: string;
    recordType: string;
    id: string;
    name: string;
    from: string | null;
    to: string | null;
  },
): Promise<void> {
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: entry.action,
    recordType: entry.recordType,
    recordId: entry.id,
    recordLabel: entry.name,
    changes: { team: { from: entry.from, to: entry.to } },
  });
}
