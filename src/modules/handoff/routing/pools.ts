import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Pool } from './contract.ts';
import { changesBetween, nameOfPool, type Step } from './step.ts';

export async function listPools(options: { tx: Tx; poolId?: string }): Promise<Pool[]> {
  const { tx, poolId } = options;
  const only = poolId === undefined ? sql`true` : sql`p.id = ${poolId}`;
  return tx.rows<Pool>(sql`select p.id, p.name,
      coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name) order by lower(t.name), t.id)
        from routing_pool_member m join teammate t on t.id = m.teammate_id where m.pool_id = p.id), '[]') as members,
      (select count(*)::int from handoff h where h.owner_id is null and h.closed_at is null and h.pool_id = p.id) as waiting
    from routing_pool p where ${only} order by lower(p.name), p.id`);
}

type Given = Step & { name: string; memberIds: readonly string[] };

export async function createPool(options: Given): Promise<Pool> {
  const { tx, workspaceId, now, name } = options;
  await refuseSameName(tx, { name, poolId: null });
  const poolId = newId();
  await tx.run(sql`insert into routing_pool (id, workspace_id, name, created_at, updated_at)
    values (${poolId}, ${workspaceId}, ${name}, ${now}, ${now})`);
  await writeMembers({ ...options, poolId });
  return told({ ...options, poolId, action: 'pool.created', before: null });
}

export async function updatePool(options: Given & { poolId: string }): Promise<Pool> {
  const { tx, now, name, poolId } = options;
  const before = (await listPools({ tx, poolId }))[0];
  if (before === undefined) throw notFound('pool');
  await refuseSameName(tx, { name, poolId });
  await tx.run(sql`update routing_pool set name = ${name}, updated_at = ${now} where id = ${poolId}`);
  await writeMembers(options);
  return told({ ...options, action: 'pool.changed', before });
}

/** A pool that something still leads to or waits in stays, so that nothing is lost from sight. */
export async function deletePool(options: Step & { poolId: string }): Promise<void> {
  const { tx, workspaceId, actor, poolId } = options;
  const name = await nameOfPool(tx, poolId);
  const used = await tx.first<{ rule: string | null; fallback: boolean; waiting: number }>(sql`select
      (select name from routing_rule where pool_id = ${poolId} order by position limit 1) as rule,
      exists (select 1 from routing_setting where fallback_pool_id = ${poolId}) as fallback,
      (select count(*)::int from handoff where owner_id is null and closed_at is null and pool_id = ${poolId}) as waiting`);
  if (used?.rule)
    throw new AppError(
      'conflict',
      `The rule “${used.rule}” leads to the pool ${name}. Change the rule first.`,
    );
  if (used?.fallback)
    throw new AppError(
      'conflict',
      `Leads for which no rule holds go to the pool ${name}. Send them elsewhere first.`,
    );
  if (used && used.waiting > 0)
    throw new AppError(
      'conflict',
      used.waiting === 1
        ? `A hand-off waits in the pool ${name}. Claim or reassign it first.`
        : `${used.waiting} hand-offs wait in the pool ${name}. Claim or reassign them first.`,
    );
  await tx.run(sql`delete from routing_turn where scope = ${poolId}`);
  await tx.run(sql`delete from routing_pool where id = ${poolId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'pool.deleted',
    recordType: 'routing_pool',
    recordId: poolId,
    recordLabel: name,
  });
}

async function refuseSameName(tx: Tx, options: { name: string; poolId: string | null }): Promise<void> {
  const row = await tx.first<{ id: string }>(
    sql`select id from routing_pool where lower(name) = lower(${options.name})`,
  );
  if (row === null || row.id === options.poolId) return;
  throw new AppError('conflict', `There is a pool “${options.name}” already. Choose another name.`, {
    fields: [{ path: 'name', message: 'taken' }],
  });
}

async function writeMembers(options: Given & { poolId: string }): Promise<void> {
  const { tx, workspaceId, poolId } = options;
  const ids = sql.param([...new Set(options.memberIds)]);
  const found = await tx.rows<{ id: string }>(sql`select id from teammate where id = any(${ids}::uuid[])`);
  if (found.length < new Set(options.memberIds).size) throw notFound('teammate');
  await tx.run(
    sql`delete from routing_pool_member where pool_id = ${poolId} and not (teammate_id = any(${ids}::uuid[]))`,
  );
  await tx.run(sql`insert into routing_pool_member (workspace_id, pool_id, teammate_id)
    select ${workspaceId}::uuid, ${poolId}::uuid, id from unnest(${ids}::uuid[]) as given (id) on conflict do nothing`);
}

async function told(options: Given & { poolId: string; action: string; before: Pool | null }): Promise<Pool> {
  const { tx, workspaceId, actor, poolId, action, before } = options;
  const after = (await listPools({ tx, poolId }))[0];
  if (after === undefined) throw notFound('pool');
  const plain = (pool: Pool) => ({ name: pool.name, members: pool.members.map((member) => member.name) });
  const changes = changesBetween(before && plain(before), plain(after));
  if (Object.keys(changes).length > 0)
    await recordAudit(tx, {
      workspaceId,
      actor,
      action,
      recordType: 'routing_pool',
      recordId: poolId,
      recordLabel: after.name,
      changes,
    });
  return after;
}
