import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { recordAudit } from '../../../workspace/index.ts';
import type { BoardSchedule, ScheduleInput } from '../contract.ts';
import { listAddresses, type Step } from './addresses.ts';
import { nextTime, scheduleWords } from './next-time.ts';

export type ScheduleRow = {
  id: string;
  cadence: ScheduleInput['cadence'];
  weekday: number;
  day_of_month: number;
  hour: number;
  about: ScheduleInput['about'];
  paper: ScheduleInput['paper'];
  is_on: boolean;
  member_ids: string[];
  address_ids: string[];
  next_at: Date | null;
  last_at: Date | null;
  last_error: string | null;
};

export const scheduleColumns = sql`id, cadence, weekday, day_of_month, hour, about, paper, is_on, member_ids, address_ids,
  next_at, last_at, last_error`;

export type BoardMember = { id: string; name: string; address: string };

export function listBoardMembers(tx: Tx): Promise<BoardMember[]> {
  return tx.rows<BoardMember>(sql`select m.user_id as id, u.name, u.email as address
    from member m join auth_user u on u.id = m.user_id order by lower(u.name), m.user_id limit 1000`);
}

export async function zoneOf(tx: Tx): Promise<string> {
  const row = await tx.first<{ zone: string }>(sql`select time_zone as zone from workspace`);
  return row?.zone ?? 'UTC';
}

export async function listSchedules(tx: Tx): Promise<BoardSchedule[]> {
  const rows = await tx.rows<ScheduleRow>(
    sql`select ${scheduleColumns} from board_schedule where removed_at is null order by id limit 100`,
  );
  const [members, addresses] = [await listBoardMembers(tx), await listAddresses(tx)];
  return rows.map((row) => {
    const input: ScheduleInput = {
      cadence: row.cadence,
      weekday: row.weekday,
      dayOfMonth: row.day_of_month,
      hour: row.hour,
      about: row.about,
      paper: row.paper,
      isOn: row.is_on,
      memberIds: row.member_ids,
      addressIds: row.address_ids,
    };
    return {
      ...input,
      id: row.id,
      recipients: [
        ...members
          .filter(({ id }) => row.member_ids.includes(id))
          .map((one) => ({ kind: 'member' as const, ...one, isConfirmed: true })),
        ...addresses
          .filter(({ id }) => row.address_ids.includes(id))
          .map(({ id, name, address, confirmedAt, stoppedAt }) => ({
            kind: 'address' as const,
            id,
            name,
            address,
            isConfirmed: confirmedAt !== null && stoppedAt === null,
          })),
      ],
      nextAt: row.is_on ? (row.next_at?.toISOString() ?? null) : null,
      lastAt: row.last_at?.toISOString() ?? null,
      lastError: row.last_error,
      words: scheduleWords(input),
    };
  });
}

async function oneSchedule(tx: Tx, id: string): Promise<BoardSchedule> {
  const found = (await listSchedules(tx)).find((one) => one.id === id);
  if (!found) throw notFound('schedule');
  return found;
}

const mostSchedules = 50;

/** Makes a schedule, or changes one; its next time is worked out anew. */
export async function saveSchedule(
  { tx, workspaceId, actor, now }: Step,
  { id: given, ...input }: ScheduleInput & { id?: string },
): Promise<BoardSchedule> {
  await refuseStrangers(tx, input);
  const nextAt = nextTime(input, now, await zoneOf(tx));
  const id = given ?? newId();
  const memberIds = sql`${sql.param([...new Set(input.memberIds)])}::uuid[]`;
  const addressIds = sql`${sql.param([...new Set(input.addressIds)])}::uuid[]`;
  if (given === undefined) {
    const there = await tx.rows(
      sql`select id from board_schedule where removed_at is null limit ${mostSchedules}`,
    );
    if (there.length >= mostSchedules)
      throw new AppError('conflict', `There are ${mostSchedules} schedules already. Change one of them.`);
    await tx.run(sql`insert into board_schedule (id, workspace_id, cadence, weekday, day_of_month, hour, about, paper, is_on,
        member_ids, address_ids, next_at, created_at, created_by)
      values (${id}, ${workspaceId}, ${input.cadence}, ${input.weekday}, ${input.dayOfMonth}, ${input.hour}, ${input.about},
        ${input.paper}, ${input.isOn}, ${memberIds}, ${addressIds}, ${nextAt}, ${now}, ${actor.name})`);
  } else {
    const changed =
      await tx.run(sql`update board_schedule set cadence = ${input.cadence}, weekday = ${input.weekday},
        day_of_month = ${input.dayOfMonth}, hour = ${input.hour}, about = ${input.about}, paper = ${input.paper},
        is_on = ${input.isOn}, member_ids = ${memberIds}, address_ids = ${addressIds}, next_at = ${nextAt}, last_error = null
      where id = ${id} and removed_at is null`);
    if (changed === 0) throw notFound('schedule');
  }
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: given === undefined ? 'board_schedule.created' : 'board_schedule.changed',
    recordType: 'board_schedule',
    recordId: id,
    recordLabel: scheduleWords(input),
  });
  return oneSchedule(tx, id);
}

async function refuseStrangers(tx: Tx, { memberIds, addressIds }: ScheduleInput): Promise<void> {
  const members = new Set((await listBoardMembers(tx)).map(({ id }) => id));
  const addresses = new Set((await listAddresses(tx)).map(({ id }) => id));
  const stranger = memberIds.find((id) => !members.has(id)) ?? addressIds.find((id) => !addresses.has(id));
  if (stranger !== undefined)
    throw new AppError(
      'invalid_input',
      'One of those whom it should go to is no member of this workspace and no address on the list. Reload, and choose again.',
      { fields: [{ path: 'memberIds', message: 'names somebody who is not there' }] },
    );
}

export async function deleteSchedule(
  { tx, workspaceId, actor, now }: Step,
  { id }: { id: string },
): Promise<{ id: string }> {
  const found = await oneSchedule(tx, id);
  await tx.run(sql`update board_schedule set removed_at = ${now}, is_on = false where id = ${id}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'board_schedule.removed',
    recordType: 'board_schedule',
    recordId: id,
    recordLabel: found.words,
  });
  return { id };
}
