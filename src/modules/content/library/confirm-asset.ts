import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { recordAudit } from '../../workspace/index.ts';
import type { Step } from '../step.ts';
import { todayOf } from './asset-rows.ts';
import { holdAsset } from './versions.ts';

/** Somebody says that a piece still holds; that sets the day of its next review, half a year on if none is named. */
export async function confirmAsset(
  step: Step,
  { assetId, reviewOn }: { assetId: string; reviewOn?: string | null | undefined },
): Promise<void> {
  const { tx, workspaceId, actor, now } = step;
  const held = await holdAsset(tx, assetId);
  if (held.retiredAt !== null)
    throw new AppError('conflict', `“${held.title}” is retired. Bring it back if it still holds.`);
  const before = await tx.first<{ reviewOn: string | null; next: string; today: string }>(sql`select
      review_on as "reviewOn", (${todayOf(now)} + interval '6 months')::date as next, ${todayOf(now)} as today
    from asset where id = ${assetId}`);
  const next = reviewOn === undefined ? (before?.next ?? null) : reviewOn;
  if (next !== null && before !== null && next <= before.today) {
    throw new AppError('invalid_input', 'The next review is on a day to come.', {
      fields: [{ path: 'reviewOn', message: 'a day to come' }],
    });
  }
  await tx.run(sql`update asset set review_on = ${next}, updated_at = ${now} where id = ${assetId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'asset.confirmed',
    recordType: 'asset',
    recordId: assetId,
    recordLabel: held.title,
    changes: { reviewOn: { from: before?.reviewOn ?? null, to: next } },
  });
}
