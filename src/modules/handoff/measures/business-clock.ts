import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import { openSpans, type Sla, slaVersion } from '../../language/index.ts';

/** Under which agreement and calendar hand-offs were made. */
export type Terms = {
  versionId: string | null;
  calendarKey: string | null;
  sla: Sla | null;
  calendar: BusinessCalendar | null;
  handoffs: number;
};

type Pair = { versionId: string | null; calendarKey: string | null; handoffs: number };

/** The agreements of the hand-offs asked about, each with the calendar it was counted in. */
export async function termsOf(
  tx: Tx,
  { where, inForce }: { where: SQL; inForce: Sla | null },
): Promise<Terms[]> {
  const pairs = await tx.rows<Pair>(sql`
    select h.sla_version_id as "versionId", h.calendar_key as "calendarKey", count(*) as handoffs
    from handoff h where ${where} group by 1, 2`);
  const versions = new Map<string, Sla | null>();
  for (const { versionId } of pairs) {
    if (versionId !== null && !versions.has(versionId)) {
      versions.set(versionId, inForce?.versionId === versionId ? inForce : await slaVersion(tx, versionId));
    }
  }
  return pairs.map((pair) => {
    const sla = pair.versionId === null ? inForce : (versions.get(pair.versionId) ?? inForce);
    const calendars = sla?.policy.calendars ?? [];
    const calendar = calendars.find(({ key }) => key === pair.calendarKey) ?? calendars[0] ?? null;
    return { ...pair, sla, calendar };
  });
}

const secondMs = 1_000;

/**
 * A row for each of the terms, as a source of SQL: what the agreement promised, and the open spans of its calendar as
 * arrays in which a moment is found by halving (`width_bucket`). So business time is counted where the rows are.
 */
export function termsTable(terms: readonly Terms[], span: { from: Date; to: Date }): SQL {
  const spans = new Map<string, SQL>();
  const rows = terms.map((one) => {
    const key = JSON.stringify(one.calendar);
    const columns = spans.get(key) ?? spanColumns(one.calendar, span);
    spans.set(key, columns);
    const attempts = one.sla?.policy.sales.attempts ?? null;
    return sql`select ${one.versionId ?? ''}::text as version_key, ${one.calendarKey ?? ''}::text as calendar_key,
      ${attempts?.atLeast ?? null}::integer as at_least, ${attempts?.withinDays ?? null}::integer as within_days,
      ${(attempts?.apartHours ?? 0) * 3_600}::float8 as apart_s, ${dayHours(one.calendar) * 3_600}::float8 as day_s,
      ${columns}`;
  });
  if (rows.length > 0) return sql.join(rows, sql` union all `);
  return sql`select '' as version_key, '' as calendar_key, null::integer as at_least, null::integer as within_days,
    0::float8 as apart_s, 86400::float8 as day_s, ${spanColumns(null, span)}`;
}

/** Without a calendar every hour counts. */
function spanColumns(calendar: BusinessCalendar | null, { from, to }: { from: Date; to: Date }): SQL {
  const open = calendar
    ? openSpans(calendar, from.getTime(), to.getTime())
    : [{ fromMs: from.getTime(), toMs: to.getTime() }];
  let beforeS = 0;
  const columns = { from: [] as number[], length: [] as number[], before: [] as number[] };
  for (const { fromMs, toMs } of open) {
    columns.from.push(fromMs / secondMs);
    columns.length.push((toMs - fromMs) / secondMs);
    columns.before.push(beforeS);
    beforeS += (toMs - fromMs) / secondMs;
  }
  return sql`${sql.param(columns.from)}::float8[] as open_from, ${sql.param(columns.length)}::float8[] as open_length,
    ${sql.param(columns.before)}::float8[] as open_before`;
}

/** How long a business day is, on average. */
function dayHours(calendar: BusinessCalendar | null): number {
  if (!calendar) return 24;
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const total = calendar.hours.reduce((sum, { from, to }) => sum + minutes(to) - minutes(from), 0);
  return total / 60 / new Set(calendar.hours.map(({ weekday }) => weekday)).size;
}

/** Business seconds up to a moment, over the alias `t` of a row of terms. */
export function businessSeconds(at: SQL): SQL {
  const epoch = sql`extract(epoch from ${at})::float8`;
  const place = sql`width_bucket(${epoch}, t.open_from)`;
  return sql`coalesce(t.open_before[${place}] + least(${epoch} - t.open_from[${place}], t.open_length[${place}]), 0)`;
}
