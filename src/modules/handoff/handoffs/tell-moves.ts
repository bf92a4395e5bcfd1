import { sql } from '../../../platform/postgres/database.ts';
import { type Addressees, tell } from '../../notices/index.ts';
import type { HandoffRecord } from './handoff-record.ts';
import type { OfferRoute } from './offer-lead.ts';
import type { Mate } from './people-of-lead.ts';
import type { Step } from './step.ts';

/** Where a hand-off is read with its packet and history, whether it waits or is over. */
const queueHref = (handoffId: string) => `/handoffs?whose=everybody&id=${handoffId}`;

type News = { kind: string; title: string; text: string; href: string; urgency: 'now' | 'digest' };

/** Tells people of a move, never who made it. The key holds the revision: each move is told once. */
async function tellOf(
  step: Step,
  about: { id: string; key: string },
  to: Addressees,
  news: News,
): Promise<void> {
  const teammateIds = await withoutCaller(step, to.teammateIds ?? []);
  const { roles = [] } = to;
  if (teammateIds.length + roles.length === 0) return;
  const { workspaceId, now } = step;
  await tell(step.tx, {
    ...news,
    workspaceId,
    now,
    key: `handoff:${about.id}:${about.key}`,
    to: { teammateIds, roles },
  });
}

async function withoutCaller({ tx, userId }: Step, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0 || userId === null) return [...ids];
  const rows = await tx.rows<{ id: string }>(sql`select id from teammate
    where id = any(${sql.param([...ids])}::uuid[]) and user_id is distinct from ${userId}`);
  return rows.map(({ id }) => id);
}

type Holder = { ownerId: string | null; poolId: string | null };

/** Who can take it: its owner, else those of its pool, else everybody in sales. */
async function holdersOf({ tx }: Step, { ownerId, poolId }: Holder): Promise<Addressees> {
  if (ownerId !== null) return { teammateIds: [ownerId] };
  if (poolId === null) return { roles: ['sales'] };
  const rows = await tx.rows<{ id: string }>(
    sql`select teammate_id as id from routing_pool_member where pool_id = ${poolId}`,
  );
  return rows.length === 0 ? { roles: ['sales'] } : { teammateIds: rows.map(({ id }) => id) };
}

/** Whoever sees to it in marketing. */
const marketersOf = (marketerId: string | null): Addressees =>
  marketerId === null ? { roles: ['marketing'] } : { teammateIds: [marketerId] };

type Offered = {
  handoffId: string;
  name: string;
  route: OfferRoute;
  grade: string | null;
  due: { responseDueAt: Date } | null;
};

export async function tellOffered(step: Step, made: Offered): Promise<void> {
  const { route, name, grade, handoffId } = made;
  const holder = { ownerId: route.owner?.id ?? null, poolId: route.pool?.id ?? null };
  const graded = grade === null ? '' : `, grade ${grade}`;
  await tellOf(step, { id: handoffId, key: 'offered' }, await holdersOf(step, holder), {
    kind: 'offered',
    title: `${name} is offered to ${route.owner ? 'you' : route.pool ? `the pool ${route.pool.name}` : 'whoever takes it'}${graded}`,
    text: `${step.actor.name} offers this lead. ${route.why}`,
    href: queueHref(handoffId),
    urgency: 'now',
  });
}

const at = (held: HandoffRecord, key: string) => ({ id: held.id, key: `${key}:${held.revision + 1}` });

export async function tellAccepted(
  step: Step,
  held: HandoffRecord,
  { ownerName, tookFrom }: { ownerName: string; tookFrom: Mate | null },
): Promise<void> {
  if (held.marketerId !== null) {
    await tellOf(step, at(held, 'accepted'), marketersOf(held.marketerId), {
      kind: 'answered',
      title: `${ownerName} accepted ${held.contactName}`,
      text: 'Sales works on this lead now.',
      href: queueHref(held.id),
      urgency: 'now',
    });
  }
  if (tookFrom !== null) await tellLost(step, held, { from: tookFrom.id, by: ownerName });
}

/** Tells who had a hand-off that somebody else has it now. */
async function tellLost(
  step: Step,
  held: HandoffRecord,
  { from, by }: { from: string; by: string },
): Promise<void> {
  await tellOf(
    step,
    at(held, 'taken'),
    { teammateIds: [from] },
    {
      kind: 'assigned',
      title: `${held.contactName} went to ${by}`,
      text: `${step.actor.name} did that. Nothing is left for you to do with this lead.`,
      href: queueHref(held.id),
      urgency: 'now',
    },
  );
}

export async function tellCameBack(
  step: Step,
  held: HandoffRecord,
  { what, text }: { what: string; text: string },
): Promise<void> {
  await tellOf(step, at(held, 'came_back'), marketersOf(held.marketerId), {
    kind: 'came_back',
    title: `${held.contactName} ${what}`,
    text,
    href: queueHref(held.id),
    urgency: 'now',
  });
}

export async function tellConverted(step: Step, held: HandoffRecord, deal: string | null): Promise<void> {
  const people = [held.marketerId, held.ownerId].filter((id) => id !== null);
  await tellOf(
    step,
    at(held, 'converted'),
    { teammateIds: people },
    {
      kind: 'answered',
      title: `${held.contactName} became a deal`,
      text: deal === null ? 'The hand-off is complete.' : `The deal is “${deal}”. The hand-off is complete.`,
      href: queueHref(held.id),
      urgency: 'digest',
    },
  );
}

export async function tellReassigned(
  step: Step,
  held: HandoffRecord,
  to: { owner: Mate | null; poolId: string | null; reason: string | null },
): Promise<void> {
  const ownerId = to.owner?.id ?? null;
  const because = to.reason === null ? '' : ` ${to.reason}`;
  await tellOf(step, at(held, 'assigned'), await holdersOf(step, { ownerId, poolId: to.poolId }), {
    kind: ownerId === null ? 'offered' : 'assigned',
    title:
      ownerId === null
        ? `${held.contactName} waits for whoever takes it`
        : `${held.contactName} is yours now`,
    text: `${step.actor.name} gave you this hand-off.${because}`,
    href: queueHref(held.id),
    urgency: 'now',
  });
  if (held.ownerId !== null && held.ownerId !== ownerId)
    await tellLost(step, held, { from: held.ownerId, by: to.owner?.name ?? 'the pool' });
}

/** Tells who holds it of what marketing did with it: the packet was mended, the offer withdrawn. */
export async function tellHolder(
  step: Step,
  held: HandoffRecord,
  { key, title, text }: { key: string; title: string; text: string },
): Promise<void> {
  if (held.ownerId === null) return;
  await tellOf(
    step,
    at(held, key),
    { teammateIds: [held.ownerId] },
    {
      kind: 'offered',
      title,
      text,
      href: queueHref(held.id),
      urgency: 'now',
    },
  );
}

/** What a clock has to say; each of its rings is told once. */
export async function tellRing(
  step: Step,
  held: HandoffRecord,
  ring: {
    key: string;
    kind: 'due_soon' | 'overdue' | 'due_again';
    title: string;
    text: string;
    to?: Addressees;
  },
): Promise<void> {
  const { key, kind, title, text } = ring;
  const again = kind === 'due_again';
  const usual = again ? marketersOf(held.marketerId) : await holdersOf(step, held);
  await tellOf(step, { id: held.id, key }, ring.to ?? usual, {
    kind,
    title,
    text,
    href: queueHref(held.id),
    urgency: 'now',
  });
}
