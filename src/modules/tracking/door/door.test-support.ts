import type { Hono } from 'hono';
import { z } from 'zod';
import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';

export type Site = {
  workspaceId: string;
  key: string;
  /** Sends as a client does; a text or bytes go as they are. */
  send(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  rows<Row>(text: string): Promise<Row[]>;
  counts(): Promise<Counts>;
};
export type Answer = { status: number; headers: Headers; body: z.infer<typeof answer> };
export type Counts = { received: number; accepted: number; duplicate: number; deadLettered: number };

const answer = z.looseObject({
  success: z.boolean().optional(),
  received: z.number().optional(),
  accepted: z.number().optional(),
  duplicate: z.number().optional(),
  deadLettered: z.number().optional(),
  problems: z.array(z.looseObject({ index: z.number(), code: z.string(), reason: z.string() })).optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
});

/** A workspace of its own with a write key, and a client that sends to it. */
export async function openSite(services: TestServices, app: Pick<Hono, 'request'>): Promise<Site> {
  const { workspaceId } = await createTestWorkspace(services);
  const key = `wk_${newId()}`;
  const { pool } = services.database;
  await pool.query('insert into write_key (id, workspace_id, name, key) values ($1, $2, $3, $4)', [
    newId(),
    workspaceId,
    'site',
    key,
  ]);
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  return {
    workspaceId,
    key,
    send: async (path, body, headers = {}) => {
      const isRaw = typeof body === 'string' || body instanceof Uint8Array;
      const response = await app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, ...headers },
        body: isRaw ? bytesOf(body) : JSON.stringify(body),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: answer.parse(await response.json()),
      };
    },
    rows: async (text) => (await pool.query(text, [workspaceId])).rows,
    counts: async () => {
      const { rows } = await pool.query<Counts>(
        `select coalesce(sum(received), 0)::int as received, coalesce(sum(accepted), 0)::int as accepted,
          coalesce(sum(duplicate), 0)::int as duplicate, coalesce(sum(dead_lettered), 0)::int as "deadLettered"
         from log_count where workspace_id = $1 and door = 'tracking'`,
        [workspaceId],
      );
      const [counts] = rows;
      if (counts === undefined) throw new Error('a sum always has a row');
      return counts;
    },
  };
}

function bytesOf(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body);
}

/** A page view that nothing is wrong with. */
export function pageView(fields: object = {}) {
  return {
    type: 'page',
    messageId: `m-${newId()}`,
    anonymousId: 'visitor',
    properties: { title: 'Pricing', url: 'https://holmwerk-invented.com/pricing' },
    timestamp: new Date().toISOString(),
    ...fields,
  };
}
