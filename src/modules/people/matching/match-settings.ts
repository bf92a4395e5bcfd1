import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { MatchSettings } from './contract.ts';

const defaults: MatchSettings = { automaticFrom: 0.95, reviewFrom: 0.75 };

export async function readMatchSettings(tx: Tx): Promise<MatchSettings> {
  const row = await tx.first<MatchSettings>(
    sql`select automatic_from::float8 as "automaticFrom", review_from::float8 as "reviewFrom" from account_match_setting`,
  );
  return row === null
    ? defaults
    : { automaticFrom: rounded(row.automaticFrom), reviewFrom: rounded(row.reviewFrom) };
}

export async function changeMatchSettings(options: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  settings: MatchSettings;
}): Promise<MatchSettings> {
  const { tx, workspaceId, actor, settings } = options;
  if (settings.reviewFrom > settings.automaticFrom) {
    throw new AppError('invalid_input', 'What is asked must be less alike than what is matched by itself.', {
      fields: [{ path: 'reviewFrom', message: `at most ${settings.automaticFrom}` }],
    });
  }
  const before = await readMatchSettings(tx);
  await tx.run(sql`insert into account_match_setting (workspace_id, automatic_from, review_from)
    values (${workspaceId}, ${settings.automaticFrom}, ${settings.reviewFrom})
    on conflict (workspace_id) do update set automatic_from = excluded.automatic_from, review_from = excluded.review_from`);
  // Under other thresholds what was passed over may be asked: look at everything once more.
  await tx.run(sql`delete from account_match_place where workspace_id = ${workspaceId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'account_matching.changed',
    recordType: 'workspace',
    recordId: workspaceId,
    changes: {
      automaticFrom: { from: before.automaticFrom, to: settings.automaticFrom },
      reviewFrom: { from: before.reviewFrom, to: settings.reviewFrom },
    },
  });
  return settings;
}

// Stored as 4-byte floats: 0.95 comes back as 0.949999988.
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;
