import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import type { SessionReport } from '../sessions/contract.ts';
import { sessionGapMs } from '../sessions/sessions-of.ts';

const maxLandingPages = 50;

/**
 * Sessions of verified readers, by the same rule as sessions-of.ts: a page that follows its visitor's last one by
 * more than 30 minutes begins one. Its first page says the channel, the landing page and the week it belongs to.
 */
const sessionsCte = `
  with pages as (
    select coalesce(profile_id, contact_id) as visitor, occurred_at, id, channel,
      if(domain(url) = '', url, concat(domainWithoutWWW(url), path(url))) as page
    from interaction final
    where workspace_id = {workspaceId: UUID} and verified and type in ('page_view', 'screen_view')
      and coalesce(profile_id, contact_id) is not null
      and occurred_at >= toDateTime64({from: String}, 3, 'UTC') - interval 1 day
      and occurred_at <= toDateTime64({to: String}, 3, 'UTC')
  ),
  timed as (
    select *, lagInFrame(toNullable(occurred_at)) over w as before
    from pages window w as (partition by visitor order by occurred_at, id rows between 1 preceding and current row)
  ),
  numbered as (
    select *, sum(isNull(before) or dateDiff('millisecond', assumeNotNull(before), occurred_at) > {gapMs: UInt32}) over
      (partition by visitor order by occurred_at, id rows between unbounded preceding and current row) as number
    from timed
  ),
  sessions as (
    select visitor, number, min(occurred_at) as start_at, count() as pages,
      argMin(channel, (occurred_at, id)) as channel, argMin(page, (occurred_at, id)) as landing
    from numbered group by visitor, number
    having start_at >= toDateTime64({from: String}, 3, 'UTC')
  )`;

const figures = 'count() as sessions, sum(pages) as pages, uniqExact(visitor) as visitors';

type Figures = { sessions: number; pages: number; visitors: number };

export async function reportSessions(options: {
  clickhouse: ClickHouse;
  workspaceId: string;
  weeks: number;
  now: Date;
}): Promise<SessionReport> {
  const { clickhouse, workspaceId, weeks, now } = options;
  const read = async <Row>(rest: string): Promise<Row[]> => {
    const result = await clickhouse.query({
      query: `${sessionsCte} ${rest}`,
      query_params: {
        workspaceId,
        from: asClickHouseTime(mondayBefore(now, weeks - 1)),
        to: asClickHouseTime(now),
        gapMs: sessionGapMs,
        limit: maxLandingPages,
      },
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    return result.json<Row>();
  };
  const byWeek = await read<Figures & { week: string; channel: string }>(
    `select toString(toMonday(start_at)) as week, channel, ${figures}
     from sessions group by week, channel order by week, sessions desc, channel`,
  );
  const landingPages = await read<Figures & { page: string }>(
    `select landing as page, ${figures} from sessions where landing != ''
     group by page order by sessions desc, page limit {limit: UInt32}`,
  );
  const [total] = await read<Figures>(`select ${figures} from sessions`);
  return {
    ...(total ?? { sessions: 0, pages: 0, visitors: 0 }),
    gapMinutes: sessionGapMs / 60_000,
    weeks: byWeek.map(({ channel, ...row }) => ({ ...row, channel: channel === '' ? null : channel })),
    landingPages,
  };
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
