import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { composeFigures } from '../compose-figures.ts';
import { readNote } from '../notes/notes.ts';
import { keepReport } from '../reports/keep-report.ts';
import { nextTime, quarterAbout } from './next-time.ts';
import { type ScheduleRow, scheduleColumns, zoneOf } from './schedules.ts';

type Due = ScheduleRow & { workspace_id: string };

const schedulesAtOnce = 20;
/** A page that could not be made is tried again then. */
const againMs = 15 * 60_000;
const longestReason = 500;

/** Makes the pages that are due, each frozen once, with a mail for each of its readers. Answers how many. */
export async function makeDuePages(
  services: Pick<Services, 'clickhouse' | 'database' | 'log' | 'now'>,
): Promise<number> {
  const now = services.now();
  const due = await services.database.asSystem((tx) =>
    tx.rows<Due>(sql`select workspace_id, ${scheduleColumns} from board_schedule
      where is_on and removed_at is null and next_at <= ${now} order by next_at, id limit ${schedulesAtOnce}`),
  );
  for (const schedule of due) {
    try {
      await makePage(services, schedule, now);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      services.log.warn({ scheduleId: schedule.id, said }, 'a page for the board was not made');
      await services.database.inWorkspace(schedule.workspace_id, (tx) =>
        tx.run(sql`update board_schedule set last_error = ${said.slice(0, longestReason)},
          next_at = ${new Date(now.getTime() + againMs)} where id = ${schedule.id} and next_at = ${schedule.next_at}`),
      );
    }
  }
  return due.length;
}

async function makePage(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  schedule: Due,
  now: Date,
): Promise<void> {
  const { workspace_id: workspaceId } = schedule;
  const zone = await services.database.inWorkspace(workspaceId, zoneOf);
  const quarter = quarterAbout(schedule.about, now, zone);
  const figures = await composeFigures(services, { workspaceId, quarter: quarter.key });
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const times = { ...schedule, dayOfMonth: schedule.day_of_month };
    // Of several processes one moves the schedule on; it alone sends.
    const moved =
      await tx.run(sql`update board_schedule set next_at = ${nextTime(times, now, zone)}, last_at = ${now},
        last_error = null
      where id = ${schedule.id} and next_at = ${schedule.next_at} and is_on and removed_at is null`);
    if (moved === 0) return;
    const readers = await readersOf(tx, schedule);
    if (readers.length === 0) return;
    const { text: noteText } = await readNote(tx, quarter.key);
    const { paper } = schedule;
    const report = await keepReport({
      tx,
      workspaceId,
      figures,
      noteText,
      cause: 'sent',
      paper,
      madeBy: 'Schedule',
    });
    for (const reader of readers)
      await tx.run(sql`insert into board_sending (id, workspace_id, report_id, schedule_id, user_id, address_id, name,
          address, cause, due_at, made_at)
        values (${newId()}, ${workspaceId}, ${report.id}, ${schedule.id}, ${reader.user_id}, ${reader.address_id},
          ${reader.name}, ${reader.address}, 'sent', ${now}, ${now})`);
  });
}

type Reader = { user_id: string | null; address_id: string | null; name: string; address: string };

/** Members of the workspace, and outsiders whom an administrator confirmed and who did not ask for no more. */
function readersOf(
  tx: Tx,
  { member_ids, address_ids }: Pick<ScheduleRow, 'member_ids' | 'address_ids'>,
): Promise<Reader[]> {
  return tx.rows<Reader>(sql`
    select m.user_id, null::uuid as address_id, u.name, u.email as address
    from member m join auth_user u on u.id = m.user_id where m.user_id = any(${sql.param(member_ids)}::uuid[])
    union all
    select null, id, name, address from board_address
    where id = any(${sql.param(address_ids)}::uuid[]) and confirmed_at is not null and stopped_at is null
      and removed_at is null`);
}
