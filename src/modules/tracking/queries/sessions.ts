import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { SessionReport } from '../sessions/contract.ts';
import { sessionGapMs } from '../sessions/sessions-of.ts';

const maxLandingPages = 50;

/**
 * Sessions of verified readers, by the same rule as sessions-of.ts: a page that follows its visitor's last one by
 * more than 30 minutes begins one. Its first page says the channel, the landing page and the week it belongs to.
 * Pages are put in order visitor by visitor, as arrays: window functions over all of them took twenty times as long.
 */
const query = `
  with visits as (
    select coalesce(profile_id, contact_id) as visitor,
      arraySort(groupArray((toUnixTimestamp64Milli(occurred_at), id, channel, url))) as pages
    from interaction final
    where workspace_id = {workspaceId: UUID} and verified and type in ('page_view', 'screen_view')
      and coalesce(profile_id, contact_id) is not null
      and occurred_at >= toDateTime64({from: String}, 3, 'UTC') - interval 1 day
      and occurred_at <= toDateTime64({to: String}, 3, 'UTC')
    group by visitor
  ),
  sessions as (
    select visitor, length(session) as pages, session[1].1 as start_ms, session[1].3 as channel, session[1].4 as url
    from (
      select visitor, arrayJoin(arraySplit((page, gap) -> gap > {gapMs: UInt32}, pages,
        arrayDifference(arrayMap(page -> page.1, pages)))) as session
      from visits
    )
    where start_ms >= toUnixTimestamp64Milli(toDateTime64({from: String}, 3, 'UTC'))
  )
  select toString(toMonday(fromUnixTimestamp64Milli(start_ms, 'UTC'))) as week, channel,
    if(domain(url) = '', url, concat(domainWithoutWWW(url), path(url))) as landing,
    multiIf(grouping(week) = 0, 'week', grouping(landing) = 0, 'landing', 'all') as of,
    count() as sessions, sum(pages) as page_count, uniqExact(visitor) as visitors
  from sessions
  group by grouping sets ((week, channel), (landing), ())
  order by of = 'landing', of, week, sessions desc, channel, landing
  limit 10000`;

type Row = {
  of: 'week' | 'landing' | 'all';
  week: string;
  channel: string;
  landing: string;
  sessions: number;
  page_count: number;
  visitors: number;
};

export async function reportSessions(options: {
  clickhouse: ClickHouse;
  workspaceId: string;
  weeks: number;
  now: Date;
}): Promise<SessionReport> {
  const { clickhouse, workspaceId, weeks, now } = options;
  const result = await clickhouse.query({
    query,
    query_params: {
      workspaceId,
      from: asClickHouseTime(mondayBefore(now, weeks - 1)),
      to: asClickHouseTime(now),
      gapMs: sessionGapMs,
    },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const rows = await result.json<Row>();
  const all = rows.find(({ of }) => of === 'all');
  return {
    ...(all ? figuresOf(all) : { sessions: 0, pages: 0, visitors: 0 }),
    gapMinutes: sessionGapMs / 60_000,
    weeks: rows
      .filter(({ of }) => of === 'week')
      .map((row) => ({
        week: row.week,
        channel: row.channel === '' ? null : row.channel,
        ...figuresOf(row),
      })),
    landingPages: rows
      .filter(({ of, landing }) => of === 'landing' && landing !== '')
      .slice(0, maxLandingPages)
      .map((row) => ({ page: row.landing, ...figuresOf(row) })),
  };
}

function figuresOf({ sessions, page_count: pages, visitors }: Row) {
  return { sessions, pages, visitors };
}

/** Midnight of the Monday so many whole weeks before this one, UTC. */
function mondayBefore(now: Date, weeks: number): Date {
  const daysSinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - daysSinceMonday - weeks * 7),
  );
}

function asClickHouseTime(at: Date): string {
  return at.toISOString().slice(0, 23).replace('T', ' ');
}
