import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { ResultsSettings, ResultsSettingsIn } from './contract.ts';
import { readSettings } from './read-settings.ts';

/** How credit is shared out where nobody says otherwise, with what there is to choose from. */
export async function presentSettings(tx: Tx): Promise<ResultsSettings> {
  const settings = await readSettings(tx);
  const workspace = await tx.first<{ currency: string; timeZone: string }>(
    sql`select currency, time_zone as "timeZone" from workspace
      where id = current_setting('liaison.workspace_id')::uuid`,
  );
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.');
  const stages = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from lifecycle_stage order by position`,
  );
  const row = await tx.first<{ at: Date; by: string | null }>(
    sql`select updated_at as at, updated_by as by from attribution_setting`,
  );
  return {
    ...settings,
    ...workspace,
    stages,
    updatedAt: row?.at.toISOString() ?? null,
    updatedBy: row?.by ?? null,
  };
}

export async function saveSettings(
  tx: Tx,
  options: { workspaceId: string; actor: Actor; settings: ResultsSettingsIn; now: Date },
): Promise<ResultsSettings> {
  const { workspaceId, actor, settings, now } = options;
  const before = await presentSettings(tx);
  if (settings.leadStage !== null && !before.stages.some(({ key }) => key === settings.leadStage))
    throw new AppError(
      'invalid_input',
      `There is no stage "${settings.leadStage}". There are: ${before.stages.map(({ key }) => key).join(', ')}.`,
      { fields: [{ path: 'leadStage', message: 'names a stage that there is not' }] },
    );
  const weights = settings.customWeights === null ? null : JSON.stringify(settings.customWeights);
  await tx.run(sql`insert into attribution_setting
      (workspace_id, lead_stage, half_life_days, custom_weights, lookback_days, eligibility, updated_at, updated_by)
    values (${workspaceId}, ${settings.leadStage}, ${settings.halfLifeDays}, ${weights}::jsonb, ${settings.lookbackDays},
      ${settings.eligibility}, ${now}, ${actor.name})
    on conflict (workspace_id) do update set lead_stage = excluded.lead_stage, half_life_days = excluded.half_life_days,
      custom_weights = excluded.custom_weights, lookback_days = excluded.lookback_days,
      eligibility = excluded.eligibility, updated_at = excluded.updated_at, updated_by = excluded.updated_by`);
  const keys = ['leadStage', 'halfLifeDays', 'customWeights', 'lookbackDays', 'eligibility'] as const;
  const changes = Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(settings[key]))
      .map((key) => [key, { from: before[key], to: settings[key] }]),
  );
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'attribution_setting.updated',
    recordType: 'workspace',
    recordId: workspaceId,
    recordLabel: 'How credit is shared out',
    changes,
  });
  return presentSettings(tx);
}
