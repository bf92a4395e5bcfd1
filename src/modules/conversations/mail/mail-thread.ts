import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { MeantMail } from './interpret-mail.ts';
import { bareSubject } from './reading/header-words.ts';

const maxMessageIds = 100;
const maxThreadAddresses = 200;
const maxCandidates = 50;

type Options = { tx: Tx; workspaceId: string; meant: MeantMail; occurredAt: Date };

/**
 * The thread a mail belongs to: that of any mail it names; where it names none known, the latest of its subject with
 * one of the same people in the last sixty days; else one of its own.
 */
export async function joinThread(options: Options): Promise<string> {
  const { tx, workspaceId, meant, occurredAt } = options;
  const ids = [...new Set([meant.messageId, ...meant.references].filter((id) => id !== null))].slice(
    0,
    maxMessageIds,
  );
  const addresses = meant.theirs.map(({ address }) => address);
  const threadId = (await threadOfIds(tx, ids)) ?? (await threadOfSubject(options, addresses));
  const id = threadId ?? newId();
  if (threadId) await growThread({ tx, id, addresses, occurredAt });
  else {
    await tx.run(sql`insert into mail_thread (id, workspace_id, subject_key, addresses, last_at)
      values (${id}, ${workspaceId}, ${subjectKey(meant.subject)}, ${sql.param(addresses)}::text[], ${occurredAt})`);
  }
  if (ids.length > 0) {
    await tx.run(sql`insert into mail_thread_message (workspace_id, message_id, thread_id)
      select ${workspaceId}::uuid, message_id, ${id}::uuid from unnest(${sql.param(ids)}::text[]) as m(message_id)
      on conflict do nothing`);
  }
  return id;
}

async function threadOfIds(tx: Tx, ids: readonly string[]): Promise<string | null> {
  if (ids.length === 0) return null;
  const row = await tx.first<{ thread_id: string }>(sql`select thread_id from mail_thread_message
    where message_id = any(${sql.param([...ids])}::text[]) order by thread_id limit 1`);
  return row?.thread_id ?? null;
}

const maxSubjectKeyLength = 300;

function subjectKey(subject: string): string {
  return bareSubject(subject).toLowerCase().slice(0, maxSubjectKeyLength);
}

async function threadOfSubject(
  { tx, meant, occurredAt }: Options,
  addresses: readonly string[],
): Promise<string | null> {
  const key = subjectKey(meant.subject);
  if (key === '') return null;
  const rows = await tx.rows<{ id: string; addresses: string[] }>(sql`
    select id, addresses from mail_thread where subject_key = ${key}
      and last_at between ${occurredAt}::timestamptz - interval '60 days' and ${occurredAt}::timestamptz + interval '60 days'
    order by last_at desc limit ${maxCandidates}`);
  const wanted = new Set(addresses);
  return rows.find((row) => row.addresses.some((address) => wanted.has(address)))?.id ?? null;
}

async function growThread(options: {
  tx: Tx;
  id: string;
  addresses: readonly string[];
  occurredAt: Date;
}): Promise<void> {
  const row = await options.tx.first<{ addresses: string[] }>(
    sql`select addresses from mail_thread where id = ${options.id} for update`,
  );
  const addresses = [...new Set([...(row?.addresses ?? []), ...options.addresses])].slice(
    0,
    maxThreadAddresses,
  );
  await options.tx.run(sql`update mail_thread set addresses = ${sql.param(addresses)}::text[],
    last_at = greatest(last_at, ${options.occurredAt}::timestamptz) where id = ${options.id}`);
}
