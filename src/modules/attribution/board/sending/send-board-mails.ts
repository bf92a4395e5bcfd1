import { type Mailer, MailRefused } from '../../../../platform/mail/mailer.ts';
import { sql } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import { mailHeaders, mailWaitsMs, waitAfter } from '../../../notices/index.ts';
import { drawReport, loadReport } from '../reports/read-reports.ts';
import { composeBoardMail } from './compose-board-mail.ts';
import { stopToken } from './stop-mail.ts';

export type DueSending = {
  id: string;
  workspace_id: string;
  report_id: string;
  user_id: string | null;
  address_id: string | null;
  name: string;
  address: string;
  cause: 'sent' | 'test';
  attempts: number;
};

const sendingColumns = sql`id, workspace_id, report_id, user_id, address_id, name, address, cause, attempts`;

const mailsAtOnce = 20;
const longestReason = 500;

type Used = Pick<Services, 'config' | 'database' | 'log' | 'now'>;

/**
 * Sends the mails that are due; answers how many it took up. Each is claimed, and its next try written, before it is
 * sent: a stop in between sends it again then, under the same Message-ID.
 */
export async function sendBoardMails(services: Used, mailer: Mailer): Promise<number> {
  const at = services.now();
  const claimed = await services.database.asSystem(async (tx) => {
    const due = await tx.rows<DueSending>(sql`select ${sendingColumns} from board_sending
      where state = 'waiting' and due_at <= ${at} order by due_at, id limit ${mailsAtOnce} for update skip locked`);
    for (const { id, attempts } of due) {
      const waitMs = waitAfter(attempts + 1, mailWaitsMs) ?? mailWaitsMs[0];
      await tx.run(sql`update board_sending set attempts = attempts + 1, due_at = ${new Date(at.getTime() + waitMs)}
        where id = ${id}`);
    }
    return due.map((one) => ({ ...one, attempts: one.attempts + 1 }));
  });
  for (const sending of claimed) await sendOne(services, mailer, sending);
  return claimed.length;
}

/** Sends one; what the mail server said is kept with it, whatever it is. */
export async function sendOne(
  services: Used,
  mailer: Mailer,
  sending: DueSending,
): Promise<{ delivered: boolean; said: string }> {
  try {
    const said = await mailer.send(await letterOf(services, sending));
    await end(services, sending, { state: 'sent', error: null });
    return { delivered: true, said };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const last = waitAfter(sending.attempts, mailWaitsMs) === null || sending.cause === 'test';
    const lasting = last || (error instanceof MailRefused && error.lasting);
    services.log.warn(
      { sendingId: sending.id, attempts: sending.attempts, lasting, said },
      'a page for the board was not mailed',
    );
    await end(services, sending, { state: lasting ? 'dead' : 'waiting', error: said });
    return { delivered: false, said };
  }
}

async function letterOf(services: Used, sending: DueSending) {
  const { config } = services;
  const report = await services.database.inWorkspace(sending.workspace_id, (tx) =>
    loadReport(tx, sending.report_id),
  );
  const { pdf, fileName } = await drawReport(report);
  const isMember = sending.user_id !== null;
  const token = await stopToken(services, {
    workspaceId: sending.workspace_id,
    kind: isMember ? 'member' : 'address',
    id: sending.user_id ?? sending.address_id ?? '',
  });
  const stopUrl = `${config.publicUrl}/board-mail-stop?token=${token}`;
  const mail = composeBoardMail({
    figures: report.figures,
    noteText: report.noteText,
    publicUrl: config.publicUrl,
    isTest: sending.cause === 'test',
    isMember,
    why:
      sending.cause === 'test'
        ? 'You asked for it as a test.'
        : `You get this because ${report.figures.workspace} sends it to you regularly.`,
    stopUrl,
  });
  return {
    ...mail,
    to: { name: sending.name, address: sending.address },
    messageId: `<board-${sending.id}@${config.mailDomain}>`,
    headers: mailHeaders({
      unsubscribeUrl: stopUrl,
      oneClickUrl: `${config.publicUrl}/api/v1/results/board-mail-stops/${token}`,
    }),
    attachments: [{ filename: fileName, content: Buffer.from(pdf), contentType: 'application/pdf' }],
  };
}

function end(
  { database, now }: Used,
  { id, workspace_id }: DueSending,
  { state, error }: { state: 'sent' | 'waiting' | 'dead'; error: string | null },
): Promise<void> {
  return database.inWorkspace(workspace_id, async (tx) => {
    await tx.run(sql`update board_sending set state = ${state}, error = ${error?.slice(0, longestReason) ?? null},
        sent_at = ${state === 'sent' ? now() : null} where id = ${id} and state = 'waiting'`);
  });
}
