import { notFound } from '../../platform/errors.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../workspace/index.ts';
import { findingWords } from './codes.ts';
import type { Finding } from './contract.ts';
import { getFinding } from './list-findings.ts';

type Change = { tx: Tx; workspaceId: string; actor: Actor; id: string };

/** Says that the data is right as it is; the finding stays dismissed until somebody takes that back. */
export async function dismissFinding(options: Change & { reason: string; now: Date }): Promise<Finding> {
  const { tx, id, actor, reason, now } = options;
  const changed = await tx.run(sql`update data_finding
    set dismissed_at = ${now}, dismissed_by = ${actor.name}, dismissed_reason = ${reason} where id = ${id}`);
  return told({ ...options, changed, action: 'finding.dismissed', reason });
}

export async function restoreFinding(options: Change): Promise<Finding> {
  const changed = await options.tx.run(sql`update data_finding
    set dismissed_at = null, dismissed_by = null, dismissed_reason = null where id = ${options.id}`);
  return told({ ...options, changed, action: 'finding.restored' });
}

async function told(
  options: Change & { changed: number; action: string; reason?: string },
): Promise<Finding> {
  const { tx, workspaceId, actor, id, action, reason, changed } = options;
  if (changed === 0) throw notFound('finding');
  const finding = await getFinding(tx, id);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: finding.record.type,
    recordId: finding.record.id,
    recordLabel: finding.record.name,
    changes: { finding: { from: null, to: findingWords[finding.code].title } },
    reason: reason ?? null,
  });
  return finding;
}
