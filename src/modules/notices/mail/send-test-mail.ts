import { AppError } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { missingForMail, openMailer } from '../../../platform/mail/mailer.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { composeSingle } from './compose-mail.ts';
import { mailHeaders } from './send-mails.ts';
import { unsubscribeToken } from './unsubscribe.ts';

type Person = { name: string; address: string; workspace: string; time_zone: string };

/** Sends a person a mail that says that it is a test. What the server answers is said, whatever it is. */
export async function sendTestMail(options: {
  services: Pick<Services, 'config' | 'now'>;
  inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  workspaceId: string;
  userId: string;
}): Promise<{ delivered: boolean; words: string }> {
  const { services, workspaceId, userId } = options;
  const { config, now } = services;
  const mailer = openMailer(config);
  if (!mailer) {
    const missing = missingForMail(config).join(' and ');
    throw new AppError('conflict', `Mail cannot go out yet. Set ${missing} and start Liaison again.`);
  }
  const person = await options.inWorkspace((tx) =>
    tx.first<Person>(sql`select u.name, u.email as address, w.name as workspace, w.time_zone
      from auth_user u cross join workspace w where u.id = ${userId}`),
  );
  if (!person) throw new AppError('forbidden', 'Only a person has an address to send to.');
  const token = await unsubscribeToken(services, { workspaceId, recipientId: userId, kind: null });
  const unsubscribeUrl = `${config.publicUrl}/unsubscribe?token=${token}`;
  const mail = composeSingle({
    publicUrl: config.publicUrl,
    workspaceName: person.workspace,
    zone: person.time_zone,
    unsubscribeUrl,
    notice: {
      kind: 'test',
      title: 'This is a test from Liaison',
      text: 'You asked for it in your settings. Your notices will look like this.',
      href: '/settings/notices',
      at: now(),
    },
  });
  try {
    const oneClickUrl = `${config.publicUrl}/api/v1/notice-unsubscriptions/${token}`;
    const said = await mailer.send({
      ...mail,
      to: person,
      messageId: `<notice-${newId()}@${config.mailDomain}>`,
      headers: mailHeaders({ unsubscribeUrl, oneClickUrl }),
    });
    return { delivered: true, words: `Sent to ${person.address}. The mail server answers: ${said}` };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { delivered: false, words: `Not sent to ${person.address}. ${said}` };
  }
}
