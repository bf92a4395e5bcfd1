import type { z } from 'zod';
import { notFound } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { idsMergedInto } from '../../people/index.ts';
import type { HandoffRequest, requestsContract } from './contract.ts';

type Input = z.infer<NonNullable<(typeof requestsContract.list)['~orpc']['inputSchema']>>;

type Row = Pick<
  HandoffRequest,
  'id' | 'kind' | 'fromSide' | 'askedBy' | 'text' | 'state' | 'answeredBy' | 'answer' | 'handoffId'
> & {
  askedAt: Date;
  askedText: string;
  answeredAt: Date | null;
  contactId: string | null;
  contactName: string | null;
  dealId: string | null;
  dealName: string | null;
  toId: string | null;
  toName: string | null;
};

const select = sql`select r.id, r.kind, r.from_side as "fromSide", r.asked_by as "askedBy", r.asked_at as "askedAt",
    r.asked_at::text as "askedText", r.text, r.state, r.answered_at as "answeredAt", r.answered_by as "answeredBy", r.answer,
    r.handoff_id as "handoffId", c.id as "contactId", coalesce(nullif(c.name, ''), c.email, 'Unnamed') as "contactName",
    o.id as "dealId", o.name as "dealName", t.id as "toId", t.name as "toName"
  from handoff_request r left join contact c on c.id = r.contact_id left join opportunity o on o.id = r.opportunity_id
  left join teammate t on t.id = r.to_teammate_id`;

/** What one side asked of the other, the newest first. */
export async function listRequests(options: { tx: Tx; input: Input }) {
  const { tx, input } = options;
  const parts: SQL[] = [];
  if (input.state !== undefined) parts.push(sql`r.state = ${input.state}`);
  if (input.fromSide !== undefined) parts.push(sql`r.from_side = ${input.fromSide}`);
  if (input.contactId !== undefined) {
    const ids = await idsMergedInto(tx, 'contact', input.contactId);
    parts.push(sql`r.contact_id = any(${sql.param(ids)}::uuid[])`);
  }
  if (input.opportunityId !== undefined) parts.push(sql`r.opportunity_id = ${input.opportunityId}`);
  if (input.cursor !== undefined) {
    const [at, id] = decodeCursor(input.cursor, 2);
    parts.push(sql`(r.asked_at, r.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const where = parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
  const rows = await tx.rows<Row>(
    sql`${select} where ${where} order by r.asked_at desc, r.id desc limit ${input.limit + 1}`,
  );
  return toPage({ rows, limit: input.limit, item: present, cursor: (row) => [row.askedText, row.id] });
}

export async function loadRequest(tx: Tx, id: string): Promise<HandoffRequest> {
  const row = await tx.first<Row>(sql`${select} where r.id = ${id}`);
  if (row === null) throw notFound('request');
  return present(row);
}

const named = (id: string | null, name: string | null) =>
  id === null || name === null ? null : { id, name };

function present(row: Row): HandoffRequest {
  const { id, kind, fromSide, askedBy, text, state, answeredBy, answer, handoffId } = row;
  return {
    id,
    kind,
    fromSide,
    contact: named(row.contactId, row.contactName),
    opportunity: named(row.dealId, row.dealName),
    askedBy,
    askedAt: row.askedAt.toISOString(),
    to: named(row.toId, row.toName),
    text,
    state,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    answeredBy,
    answer,
    handoffId,
  };
}
