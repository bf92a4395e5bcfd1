import { AppError, notFound } from '../../../../platform/errors.ts';
import { newId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import { foldChannel } from '../baseline/read-setting.ts';
import type { Cost, CostInput, CostSubject } from './contract.ts';
import { loadCost } from './list-costs.ts';

export type NewCost = Omit<CostInput, 'currency'> & { currency: string; reference?: string };

const tables = { campaign: 'campaign', asset: 'asset', teammate: 'teammate' } as const;

/** By what the same cost is known again: the same amount on the same thing over the same days for the same purpose. */
export function referenceOf(cost: NewCost, nth = 0): string {
  if (cost.reference !== undefined) return `own:${cost.reference}`;
  const { subject, recordId, channel, fromOn, toOn, amountMinor, currency, what } = cost;
  const on = recordId ?? foldChannel(channel ?? '');
  return JSON.stringify([subject, on, fromOn, toOn, amountMinor, currency, foldChannel(what ?? ''), nth]);
}

type Writing = { workspaceId: string; actor: Actor; now: Date };

/** Writes a cost once; null where the same is there already. */
export async function writeCost(
  tx: Tx,
  options: Writing & { cost: NewCost; source: 'hand' | 'file'; fileName: string | null; nth?: number },
): Promise<string | null> {
  const { workspaceId, actor, now, cost, source, fileName } = options;
  checkCost(cost);
  const id = newId();
  const on = (subject: CostSubject) => (cost.subject === subject ? (cost.recordId ?? null) : null);
  const made =
    await tx.run(sql`insert into cost_entry (id, workspace_id, subject, campaign_id, asset_id, teammate_id,
      channel, from_on, to_on, amount_minor, currency, what, source, file_name, reference, created_at, created_by)
    values (${id}, ${workspaceId}, ${cost.subject}, ${on('campaign')}, ${on('asset')}, ${on('teammate')},
      ${cost.subject === 'channel' ? (cost.channel ?? null) : null}, ${cost.fromOn}, ${cost.toOn}, ${cost.amountMinor},
      ${cost.currency}, ${cost.what ?? null}, ${source}, ${fileName}, ${referenceOf(cost, options.nth)}, ${now},
      ${actor.name})
    on conflict do nothing`);
  return made === 0 ? null : id;
}

function checkCost(cost: NewCost): void {
  const refuse = (path: string, message: string): never => {
    throw new AppError('invalid_input', message, { fields: [{ path, message }] });
  };
  if (cost.toOn < cost.fromOn) refuse('toOn', 'The last day is before the first.');
  if (cost.amountMinor === 0) refuse('amountMinor', 'An amount of nothing is no cost.');
  if (cost.subject === 'channel' && cost.channel === undefined)
    refuse('channel', 'Say which channel it was spent on.');
  if (cost.subject !== 'channel' && cost.recordId === undefined)
    refuse('recordId', `Say which ${cost.subject} it was spent on.`);
}

async function requireRecord(tx: Tx, { subject, recordId }: Pick<CostInput, 'subject' | 'recordId'>) {
  if (subject === 'channel' || recordId === undefined) return;
  const found = await tx.first(
    sql`select id from ${sql.identifier(tables[subject])} where id = ${recordId}::uuid`,
  );
  if (found === null) throw notFound(subject);
}

export async function recordCost(tx: Tx, options: Writing & { input: CostInput }): Promise<Cost> {
  const { input, workspaceId, actor } = options;
  await requireRecord(tx, input);
  const currency = input.currency ?? (await ownCurrency(tx));
  const id = await writeCost(tx, {
    ...options,
    cost: { ...input, currency },
    source: 'hand',
    fileName: null,
  });
  if (id === null)
    throw new AppError(
      'conflict',
      'The same amount is recorded for the same thing and days already. If this is another cost, say what it is for.',
      { fields: [{ path: 'what', message: 'says how it differs from the one recorded' }] },
    );
  const cost = await loadCost(tx, id);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'cost.recorded',
    recordType: 'cost',
    recordId: id,
    recordLabel: cost.on.label,
    changes: { amountMinor: { from: null, to: cost.amountMinor } },
  });
  return cost;
}

export async function ownCurrency(tx: Tx): Promise<string> {
  const row = await tx.first<{ currency: string }>(sql`select currency from workspace`);
  if (row === null) throw notFound('workspace');
  return row.currency;
}
