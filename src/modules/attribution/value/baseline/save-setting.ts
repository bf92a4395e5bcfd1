import { AppError, notFound } from '../../../../platform/errors.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { definitionsInForce } from '../../../language/index.ts';
import { listStages } from '../../../people/index.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import type { BaselineInput } from '../contract.ts';
import { foldChannel, readSetting } from './read-setting.ts';

/** Says what marketing is held against from now on. */
export async function saveSetting(
  tx: Tx,
  options: { workspaceId: string; actor: Actor; now: Date; input: BaselineInput },
): Promise<void> {
  const { workspaceId, actor, now, input } = options;
  const before = await readSetting(tx);
  await check(tx, input);
  const channel = input.kind === 'channel' ? foldChannel(input.channel ?? '') : null;
  const campaignIds = input.kind === 'campaigns' ? (input.campaignIds ?? []) : [];
  const name = input.name ?? input.channel ?? null;
  const sales = input.salesChannels.map(foldChannel);
  await tx.run(sql`insert into value_setting (workspace_id, baseline_kind, baseline_channel, baseline_campaign_ids,
      baseline_name, assumed_rates, assumed_days, cost_per_lead_minor, source, sales_channels, tests_key, updated_at, updated_by)
    values (${workspaceId}, ${input.kind}, ${channel}, ${sql.param(campaignIds)}::uuid[], ${name},
      ${JSON.stringify(input.assumedRates)}::jsonb, ${JSON.stringify(input.assumedDays)}::jsonb, ${input.costPerLeadMinor},
      ${input.source}, ${sql.param(sales)}::text[], ${input.testsKey}, ${now}, ${actor.name})
    on conflict (workspace_id) do update set baseline_kind = excluded.baseline_kind,
      baseline_channel = excluded.baseline_channel, baseline_campaign_ids = excluded.baseline_campaign_ids,
      baseline_name = excluded.baseline_name, assumed_rates = excluded.assumed_rates, assumed_days = excluded.assumed_days,
      cost_per_lead_minor = excluded.cost_per_lead_minor, source = excluded.source,
      sales_channels = excluded.sales_channels, tests_key = excluded.tests_key, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'value_baseline.changed',
    recordType: 'value_baseline',
    recordLabel: name,
    changes: {
      kind: { from: before.kind, to: input.kind },
      name: { from: before.name, to: name },
      costPerLeadMinor: { from: before.costPerLeadMinor, to: input.costPerLeadMinor },
    },
  });
}

async function check(tx: Tx, input: BaselineInput): Promise<void> {
  const refuse = (path: string, message: string): never => {
    throw new AppError('invalid_input', message, { fields: [{ path, message }] });
  };
  if (input.kind === 'campaigns') {
    const ids = [...new Set(input.campaignIds ?? [])];
    const found = await tx.rows(sql`select id from campaign where id = any(${sql.param(ids)}::uuid[])`);
    if (found.length < ids.length) throw notFound('campaign');
  }
  const stages = new Set((await listStages({ tx })).map(({ key }) => key));
  const strange = [...Object.keys(input.assumedRates), ...Object.keys(input.assumedDays)].find(
    (key) => !stages.has(key),
  );
  if (strange !== undefined) refuse('assumedRates', `There is no lifecycle stage "${strange}".`);
  if (input.kind === 'assumed' && Object.keys(input.assumedRates).length === 0)
    refuse('assumedRates', 'Say what share of its leads you assume to get to a stage.');
  const tests = await definitionsInForce(tx);
  if (!tests.some(({ key, kind }) => kind === 'test' && key === input.testsKey))
    refuse('testsKey', `No definition "${input.testsKey}" with tests is in force.`);
}
