import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { CurrencyRate, CurrencyRateIn } from './contract.ts';

type RateRow = Omit<CurrencyRate, 'createdAt'> & { createdAt: Date };

const columns = sql`id, currency, valid_from as "validFrom", rate::float8 as rate, source, created_at as "createdAt",
  created_by as "createdBy"`;

const present = (row: RateRow): CurrencyRate => ({ ...row, createdAt: row.createdAt.toISOString() });

/** What other currencies are worth, latest first, and of which nothing is known though deals have them. */
export async function listCurrencyRates(tx: Tx): Promise<{
  currency: string;
  items: CurrencyRate[];
  missing: { currency: string; deals: number }[];
}> {
  const own = await ownCurrency(tx);
  const items = await tx.rows<RateRow>(
    sql`select ${columns} from currency_rate order by currency, valid_from desc`,
  );
  const missing = await tx.rows<{ currency: string; deals: number }>(sql`
    select currency, count(*) as deals from opportunity
    where currency is not null and currency <> ${own} and amount_minor is not null
      and currency not in (select r.currency from currency_rate r)
    group by currency order by 2 desc, 1`);
  return { currency: own, items: items.map(present), missing };
}

async function ownCurrency(tx: Tx): Promise<string> {
  const row = await tx.first<{ currency: string }>(
    sql`select currency from workspace where id = current_setting('liaison.workspace_id')::uuid`,
  );
  if (!row) throw new AppError('not_found', 'There is no such workspace.');
  return row.currency;
}

type Change = { workspaceId: string; actor: Actor };

export async function addCurrencyRate(
  tx: Tx,
  { workspaceId, actor, rate }: Change & { rate: CurrencyRateIn },
): Promise<CurrencyRate> {
  if (rate.currency === (await ownCurrency(tx)))
    throw new AppError(
      'invalid_input',
      `${rate.currency} is the workspace’s own currency: it is worth itself.`,
      {
        fields: [{ path: 'currency', message: 'is the workspace’s own' }],
      },
    );
  const row = await tx.first<RateRow>(sql`
    insert into currency_rate (id, workspace_id, currency, valid_from, rate, source, created_by)
    values (${newId()}, ${workspaceId}, ${rate.currency}, ${rate.validFrom}, ${rate.rate}, ${rate.source ?? null}, ${actor.name})
    on conflict (workspace_id, currency, valid_from) do nothing returning ${columns}`);
  if (!row)
    throw new AppError(
      'conflict',
      `There is a rate of ${rate.currency} from ${rate.validFrom} on already. Take it away first.`,
      { fields: [{ path: 'validFrom', message: 'has a rate already' }] },
    );
  await audit(tx, { workspaceId, actor, action: 'currency_rate.added', row });
  return present(row);
}

export async function removeCurrencyRate(
  tx: Tx,
  { workspaceId, actor, rateId }: Change & { rateId: string },
): Promise<void> {
  const row = await tx.first<RateRow>(
    sql`delete from currency_rate where id = ${rateId} returning ${columns}`,
  );
  if (!row) throw notFound('rate');
  await audit(tx, { workspaceId, actor, action: 'currency_rate.removed', row });
}

async function audit(
  tx: Tx,
  { workspaceId, actor, action, row }: Change & { action: string; row: RateRow },
): Promise<void> {
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'currency_rate',
    recordId: row.id,
    recordLabel: `1 ${row.currency} = ${row.rate} from ${row.validFrom}`,
  });
}
