import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Absence } from './contract.ts';
import { nameOfTeammate, type Step } from './step.ts';

const mostAbsences = 200;

/** Somebody is away from a day to another, both included. */
export async function addAbsence(
  options: Step & { teammateId: string; from: string; to: string; reason?: string | undefined },
): Promise<Absence> {
  const { tx, workspaceId, actor, now, teammateId, from, to } = options;
  const name = await nameOfTeammate(tx, teammateId);
  const coming = await tx.first<{ many: number; same: boolean }>(sql`select count(*)::int as many,
      coalesce(bool_or(from_day = ${from}::date and to_day = ${to}::date), false) as same
    from routing_absence where teammate_id = ${teammateId} and to_day >= ${now}::date`);
  if (coming?.same) throw new AppError('conflict', `${name} is away on these days already.`);
  if (coming && coming.many >= mostAbsences)
    throw new AppError(
      'unprocessable',
      `${name} has ${mostAbsences} absences to come; take some back first.`,
    );
  const id = newId();
  const reason = options.reason === undefined || options.reason === '' ? null : options.reason;
  await tx.run(sql`insert into routing_absence
      (id, workspace_id, teammate_id, from_day, to_day, reason, said_by, said_at)
    values (${id}, ${workspaceId}, ${teammateId}, ${from}, ${to}, ${reason}, ${actor.name}, ${now})`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'seller.away',
    recordType: 'teammate',
    recordId: teammateId,
    recordLabel: name,
    changes: { from: { from: null, to: from }, to: { from: null, to } },
    reason,
  });
  return { id, from, to, reason, saidBy: actor.name };
}

export async function removeAbsence(options: Step & { absenceId: string }): Promise<void> {
  const { tx, workspaceId, actor, absenceId } = options;
  const gone = await tx.first<{ teammate_id: string; from_day: string; to_day: string }>(
    sql`delete from routing_absence where id = ${absenceId} returning teammate_id, from_day::text, to_day::text`,
  );
  if (gone === null) throw notFound('absence');
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'seller.absence_removed',
    recordType: 'teammate',
    recordId: gone.teammate_id,
    recordLabel: await nameOfTeammate(tx, gone.teammate_id),
    changes: { from: { from: gone.from_day, to: null }, to: { from: gone.to_day, to: null } },
  });
}
