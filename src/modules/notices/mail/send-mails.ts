import { type Mailer, MailRefused } from '../../../platform/mail/mailer.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { mailWaitsMs, waitAfter } from '../retry-times.ts';
import { type DueMail, loadMail, type ReadyMail } from './load-mail.ts';

/** At the same time, so that all are done well before the first is taken to be lost. */
const mailsAtOnce = 8;
const longestReason = 500;

/**
 * Sends the mails that are due; answers how many it took up. Each is claimed and its next try written before it is
 * sent: a stop in between sends it again then, under the same Message-ID. SMTP knows no more than "at least once".
 */
export async function sendMails(
  services: Pick<Services, 'config' | 'database' | 'log' | 'now'>,
  mailer: Mailer,
): Promise<number> {
  const claimed = await claim(services);
  await Promise.all(claimed.map((mail) => sendOne(services, mailer, mail)));
  return claimed.length;
}

async function claim({ database, now }: Pick<Services, 'database' | 'now'>): Promise<DueMail[]> {
  const at = now();
  return database.asSystem(async (tx) => {
    const due = await tx.rows<DueMail>(sql`
      select id, workspace_id, recipient_id, user_id, teammate_id, form, attempts + 1 as attempts from notice_mail
      where state = 'waiting' and due_at <= ${at} order by due_at, id limit ${mailsAtOnce} for update skip locked`);
    for (const { id, attempts } of due) {
      const waitMs = waitAfter(attempts, mailWaitsMs) ?? mailWaitsMs[0];
      await tx.run(sql`update notice_mail set attempts = ${attempts}, held = false,
        due_at = ${new Date(at.getTime() + waitMs)} where id = ${id}`);
    }
    return due;
  });
}

type Used = Pick<Services, 'config' | 'database' | 'log' | 'now'>;

async function sendOne(services: Used, mailer: Mailer, mail: DueMail): Promise<void> {
  const ready = await services.database.inWorkspace(mail.workspace_id, (tx) => loadMail(services, tx, mail));
  if ('dropped' in ready) return end(services, mail, { state: 'dropped', error: ready.dropped });
  if (mail.attempts > mailWaitsMs.length + 1)
    return end(services, mail, { state: 'dead', error: 'It was stopped in the middle too often.', ready });
  try {
    await mailer.send({
      to: ready.to,
      subject: ready.subject,
      text: ready.text,
      html: ready.html,
      messageId: `<notice-${mail.id}@${services.config.mailDomain}>`,
      headers: mailHeaders(ready),
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const last = waitAfter(mail.attempts, mailWaitsMs) === null;
    const lasting = last || (error instanceof MailRefused && error.lasting);
    services.log.warn({ mailId: mail.id, attempts: mail.attempts, lasting, said }, 'a notice was not mailed');
    return end(services, mail, { state: lasting ? 'dead' : 'waiting', error: said, ready });
  }
  await end(services, mail, { state: 'sent', error: null, ready });
}

/** That a program wrote it, so that nobody's automatic reply and no clock takes it for a person's word. */
export function mailHeaders(
  ready: Pick<ReadyMail, 'unsubscribeUrl' | 'oneClickUrl'>,
): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Unsubscribe': `<${ready.oneClickUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

type Ending = { state: 'sent' | 'waiting' | 'dead' | 'dropped'; error: string | null; ready?: ReadyMail };

function end({ database, now }: Used, mail: DueMail, ending: Ending): Promise<void> {
  const { state, error, ready } = ending;
  return database.inWorkspace(mail.workspace_id, async (tx) => {
    await tx.run(sql`update notice_mail set state = ${state}, last_error = ${error?.slice(0, longestReason) ?? null},
        address = coalesce(${ready?.to.address ?? null}, address), subject = coalesce(${ready?.subject ?? null}, subject),
        ended_at = ${state === 'waiting' ? null : now()}
      where id = ${mail.id} and state = 'waiting'`);
  });
}
