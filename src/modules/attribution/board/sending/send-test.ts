import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { type Mailer, missingForMail } from '../../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { composeFigures } from '../compose-figures.ts';
import { readNote } from '../notes/notes.ts';
import { keepReport } from '../reports/keep-report.ts';
import { quarterAbout } from './next-time.ts';
import { listSchedules, zoneOf } from './schedules.ts';
import { sendOne } from './send-board-mails.ts';

/** Sends the page of a schedule to whoever asks, now; what the server answers is said, whatever it is. */
export async function sendTest(options: {
  services: Services;
  mailer: Mailer | null;
  inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  workspaceId: string;
  userId: string | null;
  id: string;
}): Promise<{ delivered: boolean; words: string }> {
  const { services, mailer, inWorkspace, workspaceId, userId, id } = options;
  const { schedule, zone, person } = await inWorkspace(async (tx) => ({
    schedule: (await listSchedules(tx)).find((one) => one.id === id),
    zone: await zoneOf(tx),
    person: await tx.first<{ name: string; address: string }>(
      sql`select name, email as address from auth_user where id = ${userId}`,
    ),
  }));
  if (!schedule) throw notFound('schedule');
  if (!mailer) {
    const missing = missingForMail(services.config).join(' and ');
    throw new AppError('conflict', `Mail cannot go out yet. Set ${missing} and start Liaison again.`);
  }
  if (userId === null || !person) throw new AppError('forbidden', 'Only a person has an address to send to.');
  const now = services.now();
  const quarter = quarterAbout(schedule.about, now, zone);
  const figures = await composeFigures(services, { workspaceId, quarter: quarter.key });
  const sendingId = newId();
  const reportId = await inWorkspace(async (tx) => {
    const { text: noteText } = await readNote(tx, quarter.key);
    const { paper } = schedule;
    const report = await keepReport({
      tx,
      workspaceId,
      figures,
      noteText,
      cause: 'test',
      paper,
      madeBy: person.name,
    });
    await tx.run(sql`insert into board_sending (id, workspace_id, report_id, schedule_id, user_id, name, address, cause,
        attempts, due_at, made_at)
      values (${sendingId}, ${workspaceId}, ${report.id}, ${id}, ${userId}, ${person.name}, ${person.address}, 'test', 1,
        ${new Date(now.getTime() + 3_600_000)}, ${now})`);
    return report.id;
  });
  const { delivered, said } = await sendOne(services, mailer, {
    id: sendingId,
    workspace_id: workspaceId,
    report_id: reportId,
    user_id: userId,
    address_id: null,
    ...person,
    cause: 'test',
    attempts: 1,
  });
  return delivered
    ? { delivered, words: `Sent to ${person.address}. The mail server answers: ${said}` }
    : { delivered, words: `Not sent to ${person.address}. ${said}` };
}
