import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { effectiveChannels, usualPreferences } from '../preferences/preferences.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { type ComposedMail, composeDigest, composeSingle } from './compose-mail.ts';
import { unsubscribeToken } from './unsubscribe.ts';

export type DueMail = {
  id: string;
  workspace_id: string;
  recipient_id: string;
  user_id: string | null;
  teammate_id: string | null;
  form: 'single' | 'digest';
  attempts: number;
};

export type ReadyMail = ComposedMail & {
  to: { name: string; address: string };
  unsubscribeUrl: string;
  /** What mail programs post to by themselves. */
  oneClickUrl: string;
};

type NoticeRow = {
  kind: string;
  urgency: 'now' | 'digest';
  title: string;
  body: string;
  href: string;
  at: Date;
};

/**
 * A mail as it is to go out now: to where the person is reached today, with what they have not read in the page
 * meanwhile and still want. A word on why not, where there is nothing to send or nobody to send it to.
 */
export async function loadMail(
  services: Pick<Services, 'config'>,
  tx: Tx,
  mail: DueMail,
): Promise<ReadyMail | { dropped: string }> {
  const to = await addressOf(tx, mail);
  if (to === null) return { dropped: 'There is nobody to send it to any more.' };
  const rows = await tx.rows<NoticeRow>(sql`select kind, urgency, title, body, href, at from notice
    where mail_id = ${mail.id} and read_at is null order by at, id`);
  if (rows.length === 0) return { dropped: 'It was read in Liaison before.' };
  const preferences = (await readPreferences(tx, [mail.recipient_id])).get(mail.recipient_id);
  const wanted = rows.filter(({ kind, urgency }) => {
    return effectiveChannels({ preferences, kind, urgency }).mail !== 'off';
  });
  const [first] = wanted;
  if (!first) return { dropped: 'It is not wanted by mail any more.' };
  const place = await tx.first<{ name: string; time_zone: string }>(
    sql`select name, time_zone from workspace`,
  );
  const token = await unsubscribeToken(services, {
    workspaceId: mail.workspace_id,
    recipientId: mail.recipient_id,
    kind: mail.form === 'digest' ? null : first.kind,
  });
  const { publicUrl } = services.config;
  const frame = {
    publicUrl,
    workspaceName: place?.name ?? 'Liaison',
    zone: (preferences ?? usualPreferences).timeZone ?? place?.time_zone ?? 'UTC',
    unsubscribeUrl: `${publicUrl}/unsubscribe?token=${token}`,
  };
  const notices = wanted.map(({ body, ...notice }) => ({ ...notice, text: body }));
  const composed =
    mail.form === 'digest'
      ? composeDigest({ ...frame, notices })
      : composeSingle({ ...frame, notice: { ...first, text: first.body } });
  return {
    ...composed,
    to,
    unsubscribeUrl: frame.unsubscribeUrl,
    oneClickUrl: `${publicUrl}/api/v1/notice-unsubscriptions/${token}`,
  };
}

async function addressOf(tx: Tx, mail: DueMail): Promise<ReadyMail['to'] | null> {
  return mail.user_id === null
    ? tx.first(sql`select t.name, t.email as address from teammate t
        where t.id = ${mail.teammate_id} and t.email is not null`)
    : tx.first(sql`select u.name, u.email as address from member m join auth_user u on u.id = m.user_id
        where m.user_id = ${mail.user_id}`);
}
