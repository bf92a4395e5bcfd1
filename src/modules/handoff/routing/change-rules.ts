import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type RuleGroup, readRules } from '../../language/index.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Fallback, RoutingRule, Target } from './contract.ts';
import { listRules } from './list-rules.ts';
import { readFallback } from './load-rules.ts';
import { lockRouting } from './lock-routing.ts';
import { changesBetween, nameOfPool, nameOfTeammate, type Step } from './step.ts';

const mostRules = 200;
type Given = Step & { name: string; rule: RuleGroup; target: Target };

/** Adds a rule as the last one. */
export async function createRule(options: Given): Promise<RoutingRule> {
  const { tx, workspaceId, now, name, rule } = options;
  await lockRouting(tx, workspaceId);
  const { teammateId, poolId, kind } = await checked(options);
  const last = await tx.first<{ position: number; many: number }>(
    sql`select coalesce(max(position), 0) as position, count(*)::int as many from routing_rule`,
  );
  if (last && last.many >= mostRules)
    throw new AppError(
      'unprocessable',
      `There are ${mostRules} routing rules; join some before adding another.`,
    );
  const id = newId();
  await tx.run(sql`insert into routing_rule
      (id, workspace_id, position, name, rule, target, teammate_id, pool_id, updated_at)
    values (${id}, ${workspaceId}, ${(last?.position ?? 0) + 1}, ${name}, ${JSON.stringify(rule)}::jsonb, ${kind},
      ${teammateId}, ${poolId}, ${now})`);
  return told({ ...options, id, action: 'routing_rule.created', before: null });
}

export async function updateRule(options: Given & { ruleId: string }): Promise<RoutingRule> {
  const { tx, workspaceId, now, ruleId: id, name, rule } = options;
  await lockRouting(tx, workspaceId);
  const before = await find(tx, id);
  const { teammateId, poolId, kind } = await checked(options);
  await tx.run(sql`update routing_rule set name = ${name}, rule = ${JSON.stringify(rule)}::jsonb, target = ${kind},
      teammate_id = ${teammateId}, pool_id = ${poolId}, updated_at = ${now} where id = ${id}`);
  return told({ ...options, id, action: 'routing_rule.changed', before });
}

export async function deleteRule(options: Step & { ruleId: string }): Promise<void> {
  const { tx, workspaceId, actor, ruleId } = options;
  await lockRouting(tx, workspaceId);
  const { name } = await find(tx, ruleId);
  await tx.run(sql`delete from routing_rule where id = ${ruleId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'routing_rule.deleted',
    recordType: 'routing_rule',
    recordId: ruleId,
    recordLabel: name,
  });
}

/** Names all rules in their new order, so that nobody moves one that they did not see. */
export async function reorderRules(
  options: Step & { ruleIds: readonly string[] },
): Promise<{ items: RoutingRule[]; fallback: Fallback }> {
  const { tx, workspaceId, actor, ruleIds } = options;
  await lockRouting(tx, workspaceId);
  const before = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from routing_rule order by position`,
  );
  const known = new Map(before.map((row) => [row.id, row.name]));
  const strange = ruleIds.find((id) => !known.has(id));
  if (strange !== undefined) throw notFound('routing rule');
  if (new Set(ruleIds).size !== before.length || ruleIds.length !== before.length)
    throw new AppError(
      'conflict',
      'There are other rules by now. Look at them again, then put them in order.',
    );
  await tx.run(sql`update routing_rule r set position = given.position
    from unnest(${sql.param([...ruleIds])}::uuid[]) with ordinality as given (id, position) where r.id = given.id`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'routing_rules.reordered',
    recordType: 'routing_rule',
    recordLabel: 'Order of the routing rules',
    changes: {
      order: { from: before.map(({ name }) => name), to: ruleIds.map((id) => known.get(id) ?? '') },
    },
  });
  return listRules({ tx });
}

/** Where leads go for which no rule holds. */
export async function putFallback(options: Step & Fallback): Promise<Fallback> {
  const { tx, workspaceId, actor, now, kind, poolId } = options;
  if (poolId !== null) await nameOfPool(tx, poolId);
  await lockRouting(tx, workspaceId);
  const before = await readFallback(tx);
  await tx.run(sql`insert into routing_setting (workspace_id, fallback, fallback_pool_id, updated_at)
    values (${workspaceId}, ${kind}, ${poolId}, ${now})
    on conflict (workspace_id) do update set fallback = excluded.fallback,
      fallback_pool_id = excluded.fallback_pool_id, updated_at = excluded.updated_at`);
  const changes = changesBetween(before, { kind, poolId });
  if (Object.keys(changes).length > 0)
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: 'routing_fallback.changed',
      recordType: 'routing_rule',
      recordLabel: 'Where leads go for which no rule holds',
      changes,
    });
  return { kind, poolId };
}

async function checked({ tx, rule, target }: Given) {
  const [read] = await readRules(tx, [rule]);
  if (read && read.problems.length > 0) {
    const fields = read.problems.map(({ path, message }) => ({
      path: `rule.${path}`.replace(/\.$/, ''),
      message,
    }));
    throw new AppError('invalid_input', 'The rule cannot be asked as it stands.', { fields });
  }
  const { kind } = target;
  if (kind === 'teammate') {
    await nameOfTeammate(tx, target.teammateId);
    return { kind, teammateId: target.teammateId, poolId: null };
  }
  await nameOfPool(tx, target.poolId);
  return { kind, teammateId: null, poolId: target.poolId };
}

async function find(tx: Tx, id: string): Promise<RoutingRule> {
  const found = (await listRules({ tx })).items.find((one) => one.id === id);
  if (found === undefined) throw notFound('routing rule');
  return found;
}

async function told(
  options: Step & { id: string; action: string; before: RoutingRule | null },
): Promise<RoutingRule> {
  const { tx, workspaceId, actor, id, action, before } = options;
  const after = await find(tx, id);
  const plain = (one: RoutingRule) => ({
    name: one.name,
    rule: one.sentence,
    target: `${one.target.kind}: ${one.targetName}`,
  });
  const changes = changesBetween(before && plain(before), plain(after));
  if (Object.keys(changes).length > 0)
    await recordAudit(tx, {
      workspaceId,
      actor,
      action,
      recordType: 'routing_rule',
      recordId: id,
      recordLabel: after.name,
      changes,
    });
  return after;
}
