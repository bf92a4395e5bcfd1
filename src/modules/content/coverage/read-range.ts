import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { CoveragePeriod, Range } from './contract.ts';

export type Span = { from: Date; to: Date };

const yearMs = 365 * 86_400_000;

/** The twelve months up to now, by which pieces are judged. */
export const pastYear = (now: Date): Span => ({ from: new Date(now.getTime() - yearMs), to: now });

/** The stretch of time that a period names; a quarter begins at midnight where the workspace is. */
export async function readRange(
  tx: Tx,
  { period, now }: { period: CoveragePeriod; now: Date },
): Promise<Span & { range: Range }> {
  const span =
    period === 'year' ? pastYear(now) : await quarterOf(tx, { now, back: period === 'quarter' ? 0 : 1 });
  return { ...span, range: { period, from: span.from.toISOString(), to: span.to.toISOString() } };
}

async function quarterOf(tx: Tx, { now, back }: { now: Date; back: number }): Promise<Span> {
  const row = await tx.first<Span>(sql`
    select (begins - make_interval(months => ${3 * back})) at time zone time_zone as "from",
      case when ${back} = 0 then ${now}::timestamptz else begins at time zone time_zone end as "to"
    from (select time_zone, date_trunc('quarter', ${now}::timestamptz at time zone time_zone) as begins from workspace) as w`);
  if (row === null) throw new AppError('not_found', 'There is no such workspace.');
  return row;
}

/** The workspace's currency; where no deal has it, the one that most deals have. */
export async function readCurrency(tx: Tx): Promise<string> {
  const row = await tx.first<{ currency: string }>(sql`
    select coalesce(
      (select o.currency from opportunity o where o.currency = w.currency limit 1),
      (select o.currency from opportunity o where o.currency is not null group by 1 order by count(*) desc, 1 limit 1),
      w.currency) as currency
    from workspace w`);
  if (row === null) throw new AppError('not_found', 'There is no such workspace.');
  return row.currency;
}
