import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { rulesThatHold } from '../../language/index.ts';
import { loadRules, type RuleRow, readFallback } from './load-rules.ts';
import { lockRouting } from './lock-routing.ts';
import { loadSeats, type Seat } from './seats.ts';
import { listed, passedOver, takeTurn } from './take-turns.ts';
import { readTurns, turnScope, writeTurns } from './turns.ts';

type Lead = { workspaceId: string; contactId: string; accountId: string | null; now: Date };
export type Route = { ownerId: string | null; poolId: string | null; why: string; ruleId: string | null };
type Taken = { scope: string; ahead: ReadonlyMap<string, number> };
type Found = Route & { taken?: Taken };
type Pools = Map<string, { name: string; memberIds: string[] }>;

/**
 * To whom a lead goes: the account's owner, else as the first rule that holds says, else by turns, else into a pool.
 * Holds the lock of the workspace's routing from here to the end of the transaction.
 */
export async function routeLead(
  tx: Tx,
  lead: Lead,
): Promise<{ ownerId: string | null; poolId: string | null; why: string }> {
  const known = await ask(tx, lead);
  await lockRouting(tx, lead.workspaceId);
  const { taken, ownerId, poolId, why } = await decide(tx, lead, known);
  if (taken) await writeTurns(tx, { workspaceId: lead.workspaceId, ...taken });
  return { ownerId, poolId, why };
}

/** To whom it would go now; nothing is changed and nobody's turn is taken. */
export async function tryRoute(tx: Tx, lead: Lead): Promise<Route> {
  const { ownerId, poolId, why, ruleId } = await decide(tx, lead, await ask(tx, lead));
  return { ownerId, poolId, why, ruleId };
}

type Known = { ownerId: string | null; rules: RuleRow[] };

/** What does not depend on whose turn it is: asked before the lock, so that it is held shortly. */
async function ask(tx: Tx, { contactId, accountId, now }: Lead): Promise<Known> {
  const account =
    accountId === null
      ? null
      : await tx.first<{ owner_id: string | null }>(
          sql`select owner_id from account where id = ${accountId}`,
        );
  const rules = await loadRules(tx);
  const held = await rulesThatHold(tx, { contactId, at: now, rules: rules.map(({ rule }) => rule) });
  return { ownerId: account?.owner_id ?? null, rules: rules.filter((_, at) => held[at]) };
}

async function decide(tx: Tx, { now }: Lead, known: Known): Promise<Found> {
  const alsoIds = [known.ownerId, ...known.rules.map((rule) => rule.teammate_id)].filter((id) => id !== null);
  const { seats, sellerIds } = await loadSeats(tx, { now, alsoIds });
  const pools = await loadPools(tx);
  const said: string[] = [];
  const owner = known.ownerId === null ? undefined : seats.get(known.ownerId);
  if (owner) {
    const over = passedOver(owner);
    if (over === null)
      return {
        ownerId: owner.teammateId,
        poolId: null,
        ruleId: null,
        why: `${owner.name} owns the account.`,
      };
    said.push(`${owner.name}, who owns the account, ${over}`);
  }
  for (const rule of known.rules) {
    const found = await byRule(tx, { rule, seats, pools, said });
    if (found) return found;
  }
  return byFallback(tx, { seats, sellerIds, pools, said });
}

type Asked = { seats: ReadonlyMap<string, Seat>; pools: Pools; said: string[] };

async function byRule(tx: Tx, { rule, ...asked }: Asked & { rule: RuleRow }): Promise<Found | null> {
  const { seats, pools, said } = asked;
  if (rule.teammate_id !== null) {
    const seat = seats.get(rule.teammate_id);
    const over = seat ? passedOver(seat) : null;
    if (!seat) return null;
    if (over !== null) {
      said.push(`${seat.name}, whom the rule “${rule.name}” names, ${over}`);
      return null;
    }
    const why = sentence([...said, `the rule “${rule.name}” gives it to ${seat.name}`]);
    return { ownerId: seat.teammateId, poolId: null, ruleId: rule.id, why };
  }
  const { pool_id: poolId, name, id: ruleId } = rule;
  const pool = poolId === null ? undefined : pools.get(poolId);
  if (poolId === null || !pool) return null;
  if (rule.target === 'pool') {
    const why = sentence([...said, `the rule “${name}” puts it into the pool ${pool.name}`]);
    return { ownerId: null, poolId, ruleId, why };
  }
  const members = pool.memberIds.flatMap((id) => seats.get(id) ?? []);
  const lead = `by the rule “${name}”, rotation among ${pool.name}`;
  return { ...(await byTurns(tx, { members, poolId, lead, said, overflow: pool.name })), ruleId };
}

async function byFallback(
  tx: Tx,
  { seats, sellerIds, pools, said }: Asked & { sellerIds: readonly string[] },
): Promise<Found> {
  const { kind, poolId } = await readFallback(tx);
  const pool = poolId === null ? undefined : pools.get(poolId);
  if (kind === 'pool') {
    const why = sentence([...said, `it waits in ${pool ? `the pool ${pool.name}` : 'the open pool'}`]);
    return { ownerId: null, poolId, ruleId: null, why };
  }
  if (sellerIds.length === 0) {
    const why = sentence([...said, 'nobody is set to take leads by turns yet, so it waits in the open pool']);
    return { ownerId: null, poolId: null, ruleId: null, why };
  }
  const memberIds = pool?.memberIds ?? sellerIds;
  const members = memberIds.flatMap((id) => seats.get(id) ?? []);
  const lead = `rotation among ${pool?.name ?? 'all who take leads'}`;
  return byTurns(tx, { members, poolId, lead, said, overflow: pool?.name ?? null });
}

async function byTurns(
  tx: Tx,
  options: {
    members: readonly Seat[];
    poolId: string | null;
    lead: string;
    said: readonly string[];
    overflow: string | null;
  },
): Promise<Found> {
  const { poolId, lead, said, overflow } = options;
  const scope = turnScope(poolId);
  // Who takes no leads at all is no news in every sentence.
  const members = options.members.filter((seat) => seat.takesLeads);
  const { seat, over, ahead } = takeTurn(members, await readTurns(tx, scope));
  const before = over.length > 0 ? `${listed(over)}; ` : '';
  if (seat === null) {
    const nobody = members.length === 0 ? 'nobody in it takes leads; ' : before;
    const where = overflow === null ? 'the open pool' : `the pool ${overflow}`;
    const why = sentence([...said, `${lead}: ${nobody}it waits in ${where}`]);
    return { ownerId: null, poolId, ruleId: null, why };
  }
  const why = sentence([...said, `${lead}: ${before}next is ${seat.name}`]);
  return { ownerId: seat.teammateId, poolId: null, ruleId: null, why, taken: { scope, ahead } };
}

function sentence(parts: readonly string[]): string {
  const text = `${parts.join('; ')}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function loadPools(tx: Tx): Promise<Pools> {
  const rows = await tx.rows<{ id: string; name: string; member_ids: string[] }>(sql`select p.id, p.name,
      array(select m.teammate_id::text from routing_pool_member m join teammate t on t.id = m.teammate_id
        where m.pool_id = p.id order by lower(t.name), t.id) as member_ids
    from routing_pool p`);
  return new Map(rows.map((row) => [row.id, { name: row.name, memberIds: row.member_ids }]));
}
