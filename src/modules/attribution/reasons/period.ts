import { AppError } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';

export type Period = {
  /** Days where the workspace is, both within. */
  from: string;
  to: string;
  fromAt: Date;
  untilAt: Date;
};

/** The days that were asked for; else the last four whole quarters and the running one. */
export async function readPeriod(
  tx: Tx,
  { from, to, now }: { from?: string | undefined; to?: string | undefined; now: Date },
): Promise<Period> {
  const row = await tx.first<Period>(sql`
    select to_char(d.begins, 'YYYY-MM-DD') as "from", to_char(d.ends, 'YYYY-MM-DD') as "to",
      d.begins::timestamp at time zone d.time_zone as "fromAt",
      (d.ends + 1)::timestamp at time zone d.time_zone as "untilAt"
    from (
      select time_zone,
        coalesce(${from ?? null}::date,
          (date_trunc('quarter', ${now}::timestamptz at time zone time_zone) - interval '12 months')::date) as begins,
        coalesce(${to ?? null}::date, (${now}::timestamptz at time zone time_zone)::date) as ends
      from workspace) as d`);
  if (row === null) throw new AppError('not_found', 'There is no such workspace.');
  if (row.from > row.to)
    throw new AppError('invalid_input', 'The period ends before it begins. Name a later last day.');
  return row;
}
