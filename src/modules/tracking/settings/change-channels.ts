import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { ChannelRule } from '../classify/channel-rules.ts';
import { describeRule } from '../classify/describe-rule.ts';
import type { ChannelTable } from './contract.ts';
import { readTrackingSettings } from './read-settings.ts';

/**
 * Takes another channel table, or with `rules` null Liaison's own again. What is in the log keeps its channel: it was
 * said under the table of its time.
 */
export async function changeChannels(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  now: Date;
  rules: ChannelRule[] | null;
  internalHosts?: string[];
}): Promise<ChannelTable> {
  const { tx, workspaceId, actor, now, rules } = options;
  await tx.run(sql`insert into tracking_settings (workspace_id) values (${workspaceId})
    on conflict (workspace_id) do nothing`);
  await tx.run(sql`select 1 from tracking_settings where workspace_id = ${workspaceId} for update`);
  const { channels: before } = await readTrackingSettings(tx, workspaceId);
  const internalHosts = [...new Set(options.internalHosts ?? before.internalHosts)];
  await tx.run(sql`update tracking_settings set
      channel_rules = ${rules === null ? null : JSON.stringify(rules)}::jsonb,
      internal_hosts = ${sql.param(internalHosts)}::text[], channels_changed_at = ${now}, channels_changed_by = ${actor.name}
    where workspace_id = ${workspaceId}`);
  const { channels: after } = await readTrackingSettings(tx, workspaceId);
  const changes = changesOf(before, after);
  if (Object.keys(changes).length > 0) {
    await recordAudit(tx, {
      workspaceId,
      actor,
      action: rules === null ? 'channel_table.reset' : 'channel_table.updated',
      recordType: 'channel_table',
      changes,
    });
  }
  return after;
}

/** Rule by rule, in the words a reader knows them by. */
function changesOf(
  before: ChannelTable,
  after: ChannelTable,
): Record<string, { from: unknown; to: unknown }> {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  const was = described(before.rules);
  const is = described(after.rules);
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const from = was.get(id) ?? null;
    const to = is.get(id) ?? null;
    if (from !== to) changes[id] = { from, to };
  }
  const orderWas = before.rules.map(({ id }) => id).filter((id) => is.has(id));
  const orderIs = after.rules.map(({ id }) => id).filter((id) => was.has(id));
  if (orderWas.join('\n') !== orderIs.join('\n')) changes.order = { from: orderWas, to: orderIs };
  if (before.internalHosts.join() !== after.internalHosts.join())
    changes.internalHosts = { from: before.internalHosts, to: after.internalHosts };
  return changes;
}

function described(rules: readonly ChannelRule[]): Map<string, string> {
  return new Map(rules.map((rule) => [rule.id, `${rule.channel}: ${describeRule(rule)}`]));
}
