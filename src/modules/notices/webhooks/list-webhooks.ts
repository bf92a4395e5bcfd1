import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, idCursor, toPage } from '../../../platform/http/paging.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { noticesChannel } from '../notices-channel.ts';
import type { WebhookDelivery } from './contract.ts';
import { loadWebhook, presentWebhook, selectWebhook, type WebhookRow } from './webhook-row.ts';

type Page = { tx: Tx; cursor?: string | undefined; limit: number };

export async function listWebhooks({ tx, cursor, limit }: Page) {
  const after = idCursor(cursor);
  const rows = await tx.rows<WebhookRow>(sql`${selectWebhook}
    where ${after === null ? sql`true` : sql`h.id > ${after}`} order by h.id limit ${limit + 1}`);
  return toPage({ rows, limit, item: presentWebhook, cursor: (row) => [row.id] });
}

type Row = {
  id: string;
  title: string;
  kind: string;
  at: Date;
  state: WebhookDelivery['state'];
  attempts: number;
  due_at: Date;
  last_error: string | null;
  ended_at: Date | null;
};

const columns = sql`id, title, kind, at, state, attempts, due_at, last_error, ended_at`;

/** Latest first. */
export async function listDeliveries({ tx, webhookId, cursor, limit }: Page & { webhookId: string }) {
  await loadWebhook(tx, webhookId);
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2);
  const rows =
    await tx.rows<Row>(sql`select ${columns} from notice_webhook_delivery where webhook_id = ${webhookId}
    and ${at === null ? sql`true` : sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`}
    order by at desc, id desc limit ${limit + 1}`);
  return toPage({ rows, limit, item: present, cursor: (row) => [row.at.toISOString(), row.id] });
}

/** Puts a message at the head of what waits, with all its tries before it again. */
export async function retryDelivery(options: {
  tx: Tx;
  workspaceId: string;
  deliveryId: string;
  now: Date;
}): Promise<WebhookDelivery> {
  const { tx, deliveryId, now } = options;
  const row = await tx.first<Row>(sql`update notice_webhook_delivery
    set state = 'waiting', due_at = ${now}, attempts = 0, ended_at = null
    where id = ${deliveryId} and state <> 'sent' returning ${columns}`);
  if (row) {
    await tx.run(sql`select pg_notify(${noticesChannel}, ${options.workspaceId})`);
    return present(row);
  }
  const sent = await tx.first<Row>(
    sql`select ${columns} from notice_webhook_delivery where id = ${deliveryId}`,
  );
  if (!sent) throw notFound('message');
  return present(sent);
}

function present(row: Row): WebhookDelivery {
  const { due_at: dueAt, last_error: lastError, ended_at: endedAt, ...rest } = row;
  return { ...rest, dueAt, lastError, endedAt };
}
