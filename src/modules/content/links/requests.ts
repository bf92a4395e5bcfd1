import type { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { newId } from '../../../platform/ids.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { tell } from '../../notices/index.ts';
import { joinSurvivor, ownTeammate } from '../../people/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { readPerson } from '../suggest/read-person.ts';
import { requirePeople } from './check-shared.ts';
import type { ContentRequest, linksContract } from './contract.ts';

type Row = Omit<ContentRequest, 'contact' | 'opportunity' | 'askedAt' | 'closedAt' | 'answeredWith'> & {
  asked_at: Date;
  asked_text: string;
  closed_at: Date | null;
  contact_id: string | null;
  contact_name: string | null;
  opportunity_id: string | null;
  opportunity_name: string | null;
  asset_id: string | null;
  asset_title: string | null;
};

const select = sql`select r.id, r.text, r.persona, coalesce(b.name, r.buying_stage) as "buyingStage", r.asked_by as "askedBy", r.asked_at,
    r.asked_at::text as asked_text, case when r.closed_at is null then 'open' else 'closed' end as state, r.closed_at,
    r.closed_by as "closedBy", r.answer, c.id as contact_id, coalesce(nullif(c.name, ''), c.email, 'Unnamed') as contact_name,
    o.id as opportunity_id, o.name as opportunity_name, s.id as asset_id, s.title as asset_title
  from content_request r ${joinSurvivor('contact', sql`r.contact_id`, sql`c`)}
  left join opportunity o on o.id = r.opportunity_id left join asset s on s.id = r.answered_with_id
  left join buying_stage b on b.workspace_id = r.workspace_id and b.key = r.buying_stage`;

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

const shownOf = (row: Row): ContentRequest => ({
  id: row.id,
  text: row.text,
  persona: row.persona,
  buyingStage: row.buyingStage,
  contact: named(row.contact_id, row.contact_name),
  opportunity: named(row.opportunity_id, row.opportunity_name),
  askedBy: row.askedBy,
  askedAt: row.asked_at.toISOString(),
  state: row.state,
  closedAt: row.closed_at?.toISOString() ?? null,
  closedBy: row.closedBy,
  answer: row.answer,
  answeredWith: named(row.asset_id, row.asset_title),
});

type Listed = z.infer<NonNullable<(typeof linksContract.listRequests)['~orpc']['inputSchema']>>;

/** Latest first. */
export async function listRequests(
  { tx, userId }: Pick<Step, 'tx' | 'userId'>,
  input: Listed,
): Promise<{ items: ContentRequest[]; nextCursor: string | null }> {
  const conditions: SQL[] = [sql`r.workspace_id = current_setting('liaison.workspace_id')::uuid`];
  if (input.state)
    conditions.push(input.state === 'open' ? sql`r.closed_at is null` : sql`r.closed_at is not null`);
  if (input.mine) conditions.push(sql`r.asked_by_user = ${userId}::text`);
  if (input.persona) conditions.push(sql`lower(r.persona) = lower(${input.persona})`);
  if (input.buyingStage)
    conditions.push(
      sql`(lower(r.buying_stage) = lower(${input.buyingStage}) or lower(b.name) = lower(${input.buyingStage}))`,
    );
  if (input.from) conditions.push(sql`r.asked_at >= ${input.from}::date`);
  if (input.cursor !== undefined) {
    const [at, id] = decodeCursor(input.cursor, 2);
    conditions.push(sql`(r.asked_at, r.id) < (${String(at)}::timestamptz, ${String(id)}::uuid)`);
  }
  const rows = await tx.rows<Row>(sql`${select} where ${sql.join(conditions, sql` and `)}
    order by r.asked_at desc, r.id desc limit ${input.limit + 1}`);
  return toPage({ rows, limit: input.limit, item: shownOf, cursor: (row) => [row.asked_text, row.id] });
}

async function loadRequest(tx: Tx, id: string): Promise<ContentRequest> {
  const row = await tx.first<Row>(sql`${select} where r.id = ${id}`);
  if (row === null) throw notFound('request');
  return shownOf(row);
}

type Ask = {
  text: string;
  persona?: string | null | undefined;
  buyingStage?: string | null | undefined;
  contactId?: string | undefined;
  opportunityId?: string | undefined;
};

/** Asks marketing for a piece that is missing; for whom and at which stage follows from the person where it is not said. */
export async function askForPiece(step: Step, ask: Ask): Promise<ContentRequest> {
  const { tx, workspaceId, actor, userId, now } = step;
  const { contactId, contactName, opportunityId } = await requirePeople(tx, ask);
  const person = contactId === null ? null : await readPerson(tx, contactId);
  const persona = ask.persona ?? person?.persona ?? null;
  const buyingStage = ask.buyingStage ?? person?.buyingStage?.key ?? null;
  const id = newId();
  const teammateId = userId === null ? null : await ownTeammate({ ...step, userId });
  await tx.run(sql`insert into content_request (id, workspace_id, persona, buying_stage, text, contact_id, opportunity_id,
      asked_by, asked_by_user, teammate_id, asked_at)
    values (${id}, ${workspaceId}, ${persona}, ${buyingStage}, ${ask.text}, ${contactId}, ${opportunityId}, ${actor.name},
      ${userId}, ${teammateId}, ${now})`);
  await audit(step, { id, text: ask.text }, 'content_request.asked', null);
  await tell(tx, {
    workspaceId,
    now,
    key: `content-request:${id}`,
    kind: 'content_request',
    to: { roles: ['marketing'] },
    title: `${actor.name} misses a piece${contactName === null ? '' : ` for ${contactName}`}`,
    text: ask.text,
    href: '/content',
    urgency: 'digest',
  });
  return loadRequest(tx, id);
}

type Answer = { id: string; assetId?: string | undefined; text?: string | null | undefined };

/** Answers with a piece, or closes with a reason. The same answer again changes nothing. */
export async function answerForPiece(step: Step, { id, assetId, text }: Answer): Promise<ContentRequest> {
  const { tx, workspaceId, actor, userId, now } = step;
  const held = await tx.first<{
    text: string;
    asked_by_user: string | null;
    closed_at: Date | null;
    answer: string | null;
    answered_with_id: string | null;
  }>(
    sql`select text, asked_by_user, closed_at, answer, answered_with_id from content_request where id = ${id} for update`,
  );
  if (held === null) throw notFound('request');
  if (held.closed_at !== null) {
    const isSame = held.answered_with_id === (assetId ?? null) && held.answer === (text ?? null);
    if (isSame) return loadRequest(tx, id);
    throw new AppError('conflict', 'This request was answered already.');
  }
  const asset =
    assetId === undefined
      ? null
      : await tx.first<{ title: string }>(
          sql`select title from asset where id = ${assetId} and retired_at is null`,
        );
  if (assetId !== undefined && asset === null) throw notFound('piece');
  await tx.run(sql`update content_request set closed_at = ${now}, closed_by = ${actor.name}, answer = ${text ?? null},
    answered_with_id = ${assetId ?? null} where id = ${id}`);
  await audit(step, { id, text: held.text }, 'content_request.answered', asset?.title ?? text ?? null);
  if (held.asked_by_user !== null && held.asked_by_user !== userId) {
    await tell(tx, {
      workspaceId,
      now,
      key: `content-request:${id}:answered`,
      kind: 'content_request_answered',
      to: { userIds: [held.asked_by_user] },
      title:
        asset === null ? `${actor.name} closed what you asked for` : `There is a piece now: ${asset.title}`,
      text: text ?? held.text,
      href: assetId === undefined ? '/content' : `/content/assets/${assetId}`,
      urgency: 'now',
    });
  }
  return loadRequest(tx, id);
}

function audit(
  { tx, workspaceId, actor }: Step,
  { id, text }: { id: string; text: string },
  action: string,
  reason: string | null,
): Promise<void> {
  return recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'content_request',
    recordId: id,
    recordLabel: text.slice(0, 100),
    reason,
  });
}
