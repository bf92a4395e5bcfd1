import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { noticeKind } from '../kinds.ts';
import { noticesChannel } from '../notices-channel.ts';
import { effectiveChannels } from '../preferences/preferences.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { type Addressees, findRecipients, type Recipient } from './find-recipients.ts';

export type Telling = {
  workspaceId: string;
  now: Date;
  /** The same key to the same person is told once, however often it is told: `overdue:<hand-off>:<step>`. */
  key: string;
  /** A registered kind of notice (`kinds.ts`). */
  kind: string;
  to: Addressees;
  /** One line that says the thing, also as the subject of a mail. */
  title: string;
  /** What more there is to know, in a sentence or two; may be empty. */
  text: string;
  /** Where the thing is: a path of Liaison's pages, `/handoffs?open=…`. */
  href: string;
  /** `digest`: not worth a mail of its own, unless the person chose so. */
  urgency: 'now' | 'digest';
};

const longestTitle = 300;
const longestText = 4_000;

/**
 * Tells people something, in the transaction of what happened: whatever undoes that undoes the telling. It stands in
 * their page at once; mails and webhooks go out afterwards. Answers how many people were told who had not been before.
 */
export async function tell(tx: Tx, telling: Telling): Promise<number> {
  const { workspaceId, kind } = telling;
  noticeKind(kind);
  if (!/^\/(?!\/)/.test(telling.href)) throw new Error('A notice links to a path of our own pages.');
  const recipients = await findRecipients(tx, telling.to);
  const told = await writeNotices(tx, { ...telling, recipients });
  const posted = await queueWebhooks(tx, { ...telling, recipients });
  if (told + posted > 0) await tx.run(sql`select pg_notify(${noticesChannel}, ${workspaceId})`);
  return told;
}

type Addressed = Telling & { recipients: readonly Recipient[] };

async function writeNotices(tx: Tx, telling: Addressed): Promise<number> {
  const { workspaceId, key, kind, urgency, now, recipients } = telling;
  if (recipients.length === 0) return 0;
  const wishes = await readPreferences(
    tx,
    recipients.map(({ id }) => id),
  );
  const people = recipients.map(({ id, userId, teammateId }) => {
    const { page, mail } = effectiveChannels({ preferences: wishes.get(id), kind, urgency });
    const inPage = page && userId !== null;
    return { id: newId(), recipientId: id, userId, teammateId, inPage, mail };
  });
  return tx.run(sql`
    insert into notice (id, workspace_id, recipient_id, user_id, teammate_id, key, kind, urgency, title, body, href, at,
      in_page, mail_state)
    select p.id, ${workspaceId}, p."recipientId", p."userId", p."teammateId", ${key}, ${kind}, ${urgency},
      ${shortened(telling.title, longestTitle)}, ${shortened(telling.text, longestText)}, ${telling.href}, ${now},
      p."inPage", case p.mail when 'off' then 'none' else 'undecided' end
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as p(
      id uuid, "recipientId" uuid, "userId" uuid, "teammateId" uuid, "inPage" boolean, mail text)
    on conflict (workspace_id, recipient_id, key) do nothing`);
}

/** One message for each webhook that wants this kind, however many people are told. */
async function queueWebhooks(tx: Tx, telling: Addressed): Promise<number> {
  const { workspaceId, key, kind, now, recipients } = telling;
  const hooks = await tx.rows<{ id: string }>(
    sql`select id from notice_webhook where is_on and ${kind} = any(kinds) order by id`,
  );
  if (hooks.length === 0) return 0;
  const rows = hooks.map(({ id }) => ({ id: newId(), webhookId: id }));
  const names = recipients.map(({ name }) => name);
  return tx.run(sql`
    insert into notice_webhook_delivery (id, workspace_id, webhook_id, key, kind, title, body, href, told, at, due_at)
    select d.id, ${workspaceId}, d."webhookId", ${key}, ${kind}, ${shortened(telling.title, longestTitle)},
      ${shortened(telling.text, longestText)}, ${telling.href}, ${sql.param(names)}::text[], ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, "webhookId" uuid)
    on conflict (workspace_id, webhook_id, key) do nothing`);
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
