import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { survivorOf } from '../../people/index.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import { readChoices } from './choices.ts';
import type { DealReason, MatterKind, NewMatter, Outcome } from './contract.ts';
import { nameInteractions } from './name-interactions.ts';
import { standingReasons } from './standing-reasons.ts';

export type SayOptions = {
  workspaceId: string;
  actor: Actor;
  /** The signed-in person; null for tokens. */
  userId: string | null;
  now: Date;
  opportunityId: string;
  outcome?: Outcome | undefined;
  reasons: readonly string[];
  mattered: readonly NewMatter[];
  note?: string | null | undefined;
  tookMs?: number | undefined;
};

type Deal = { id: string; name: string; status: 'open' | Outcome; owner_id: string | null };

/** Writes down why a deal was won or lost; what was said before stays on record beneath it. */
export async function sayReason(tx: Tx, options: SayOptions): Promise<DealReason> {
  const { workspaceId, actor, now, opportunityId } = options;
  const deal = await tx.first<Deal>(
    sql`select id, name, status, owner_id from opportunity where id = ${opportunityId} for update`,
  );
  if (deal === null) throw notFound('deal');
  const outcome = closedAs(deal, options.outcome);
  const reasons = await chosen(tx, { outcome, reasons: options.reasons });
  const matters = await resolve(tx, options.mattered);
  const id = newId();
  await tx.run(sql`
    insert into deal_reason (id, workspace_id, opportunity_id, version, outcome, reasons, note, said_at, said_by, user_id,
      by_seller, took_ms)
    select ${id}, ${workspaceId}, ${deal.id}, coalesce(max(version), 0) + 1, ${outcome}, ${sql.param(reasons)}::text[],
      ${options.note ?? null}, ${now}, ${actor.name}, ${options.userId}::uuid,
      ${await isSeller(tx, { ownerId: deal.owner_id, userId: options.userId })}, ${options.tookMs ?? null}::integer
    from deal_reason where opportunity_id = ${deal.id}`);
  await writeMatters(tx, { workspaceId, id, matters });
  await tx.run(sql`delete from deal_reason_due where opportunity_id = ${deal.id}`);
  const [said] = await standingReasons(tx, { where: sql`r.id = ${id}` });
  if (said === undefined) throw new Error('What was just said of a deal is not there.');
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'opportunity.reason_said',
    recordType: 'opportunity',
    recordId: deal.id,
    recordLabel: deal.name,
    changes: { [outcome]: { from: null, to: said.reasons.map(({ label }) => label).join(', ') } },
  });
  return said;
}

function closedAs(deal: Deal, wanted: Outcome | undefined): Outcome {
  if (deal.status === 'open')
    throw new AppError('conflict', `“${deal.name}” is still open. Say why once it is won or lost.`);
  if (wanted !== undefined && wanted !== deal.status)
    throw new AppError('conflict', `“${deal.name}” was ${deal.status}, not ${wanted}. Load it again.`);
  return deal.status;
}

async function chosen(
  tx: Tx,
  { outcome, reasons }: { outcome: Outcome; reasons: readonly string[] },
): Promise<string[]> {
  const choices = await readChoices(tx);
  const known = new Set(choices[outcome].filter(({ retired }) => !retired).map(({ key }) => key));
  const wrong = reasons.findIndex((key) => !known.has(key));
  if (wrong !== -1) {
    const message = `“${reasons[wrong]}” is no reason to choose for a deal that was ${outcome}.`;
    throw new AppError('invalid_input', `${message} Take one of the list.`, {
      fields: [{ path: `reasons.${wrong}`, message }],
    });
  }
  return [...new Set(reasons)];
}

type Resolved = { kind: MatterKind; id: string | null; competitor: string | null };

/** Each thing once, by the record that stands for it now. */
async function resolve(tx: Tx, mattered: readonly NewMatter[]): Promise<Resolved[]> {
  const found = new Map<string, Resolved>();
  for (const matter of mattered) {
    const one = await resolveOne(tx, matter);
    const key = `${one.kind}:${one.id ?? one.competitor?.toLowerCase() ?? ''}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

async function resolveOne(tx: Tx, matter: NewMatter): Promise<Resolved> {
  if (matter.kind === 'competitor') return { kind: matter.kind, id: null, competitor: matter.text };
  const { kind, id } = matter;
  if (kind === 'contact') return { kind, id: await survivorOf(tx, 'contact', id), competitor: null };
  if (kind === 'interaction') {
    const talk = (await nameInteractions(tx, [id])).get(id);
    if (talk === undefined) throw notFound('interaction');
    return { kind, id: talk.id, competitor: null };
  }
  const table = kind === 'asset' ? sql`asset` : sql`teammate`;
  const row = await tx.first<{ id: string }>(sql`select id from ${table} where id = ${id}`);
  if (row === null) throw notFound(kind === 'asset' ? 'piece of content' : 'teammate');
  return { kind, id, competitor: null };
}

async function isSeller(
  tx: Tx,
  { ownerId, userId }: { ownerId: string | null; userId: string | null },
): Promise<boolean> {
  if (ownerId === null || userId === null) return false;
  const row = await tx.first(sql`select t.id from teammate t join auth_user u on u.id = ${userId}
    where t.id = ${ownerId} and (t.user_id = u.id or (t.user_id is null and lower(t.email) = lower(u.email)))`);
  return row !== null;
}

async function writeMatters(
  tx: Tx,
  { workspaceId, id, matters }: { workspaceId: string; id: string; matters: readonly Resolved[] },
): Promise<void> {
  if (matters.length === 0) return;
  const rows = matters.map((matter, position) => ({ ...matter, position }));
  await tx.run(sql`
    insert into deal_reason_matter (workspace_id, deal_reason_id, position, kind, asset_id, interaction_id, contact_id,
      teammate_id, competitor)
    select ${workspaceId}, ${id}, m.position, m.kind, case m.kind when 'asset' then m.id end,
      case m.kind when 'interaction' then m.id end, case m.kind when 'contact' then m.id end,
      case m.kind when 'teammate' then m.id end, m.competitor
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(position integer, kind text, id uuid, competitor text)`);
}
