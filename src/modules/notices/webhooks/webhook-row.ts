import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Webhook } from './contract.ts';

export type WebhookRow = {
  id: string;
  name: string;
  host: string;
  sealed_url: string;
  kinds: string[];
  is_on: boolean;
  off_reason: string | null;
  sealed_secret: string;
  sealed_old_secret: string | null;
  old_secret_until: Date | null;
  created_at: Date;
  created_by: string;
  last_sent_at: Date | null;
  last_error: string | null;
  last_error_at: Date | null;
  waiting: number;
};

export const selectWebhook = sql`select h.*, (select count(*) from notice_webhook_delivery d
  where d.webhook_id = h.id and d.state = 'waiting') as waiting from notice_webhook h`;

export async function loadWebhook(tx: Tx, webhookId: string): Promise<WebhookRow> {
  const row = await tx.first<WebhookRow>(sql`${selectWebhook} where h.id = ${webhookId}`);
  if (!row) throw notFound('webhook');
  return row;
}

export function presentWebhook(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    kinds: row.kinds,
    isOn: row.is_on,
    offReason: row.off_reason,
    createdAt: row.created_at,
    createdBy: row.created_by,
    lastSentAt: row.last_sent_at,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at,
    waiting: row.waiting,
  };
}
