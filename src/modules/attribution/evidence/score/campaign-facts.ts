import { sql, type Tx } from '../../../../platform/postgres/database.ts';

/** What PostgreSQL knows of a campaign that its evidence is scored by. Days are of the workspace. */
export type CampaignFacts = {
  id: string;
  name: string;
  channel: string | null;
  ownerId: string | null;
  ownerName: string | null;
  startsOn: string | null;
  endsOn: string | null;
  /** The first instant of the start, and the first one after the end. */
  startsAt: Date | null;
  endedAt: Date | null;
  brief: {
    filled: readonly string[];
    missing: readonly string[];
    sharedAt: Date | null;
  } | null;
  costs: {
    entries: number;
    recordedMinor: number | null;
    budgetMinor: number | null;
    currency: string | null;
  };
  handoffs: { answered: number; expired: number; overdue: number };
};

type Row = {
  id: string;
  name: string;
  channel: string | null;
  owner_id: string | null;
  owner_name: string | null;
  starts_on: string | null;
  ends_on: string | null;
  starts_at: Date | null;
  ended_at: Date | null;
  has_brief: boolean;
  audience: boolean;
  message: boolean;
  offer: boolean;
  follow_up: boolean;
  goal: boolean;
  personas: boolean;
  buying_stage: boolean;
  shared_at: Date | null;
  entries: number;
  cost_minor: number | null;
  budget_minor: number | null;
  currency: string | null;
  answered: number;
  expired: number;
  overdue: number;
};

export const briefFields = {
  audience: 'audience',
  message: 'message',
  offer: 'offer',
  follow_up: 'what sales is asked to do',
  goal: 'goal',
  personas: 'personas',
  buying_stage: 'buying stage',
} as const;
const briefKeys = Object.keys(briefFields).filter((key): key is keyof typeof briefFields =>
  Object.hasOwn(briefFields, key),
);

/** A workspace has hundreds of campaigns; more than these are not looked at at once, newest first. */
const mostCampaigns = 5_000;

/** Campaigns that ran in a period, or one of them; null: all. */
export async function readCampaignFacts(
  tx: Tx,
  options: { now: Date; from: string | null; to: string | null; campaignId?: string },
): Promise<CampaignFacts[]> {
  const { now, from, to, campaignId } = options;
  const rows = await tx.rows<Row>(sql`
    with those as materialized (
      select c.* from campaign c
      where case when ${campaignId ?? null}::uuid is not null then c.id = ${campaignId ?? null}::uuid
        else (${to}::date is null or c.starts_on is null or c.starts_on <= ${to}::date)
          and (${from}::date is null or c.ends_on is null or c.ends_on >= ${from}::date) end
      order by c.starts_on desc nulls last, c.id limit ${mostCampaigns})
    select c.id, c.name, c.channel, t.id as owner_id, t.name as owner_name, c.starts_on, c.ends_on,
      c.starts_on::timestamp at time zone w.time_zone as starts_at,
      (c.ends_on + 1)::timestamp at time zone w.time_zone as ended_at,
      b.campaign_id is not null as has_brief, b.audience is not null as audience, b.message is not null as message,
      b.offer is not null as offer, b.follow_up is not null as follow_up, b.goal is not null as goal,
      coalesce(cardinality(b.personas), 0) > 0 as personas, b.buying_stage is not null as buying_stage,
      b.shared_with_sales_at as shared_at, coalesce(e.entries, 0)::int as entries, c.cost_minor, c.budget_minor, c.currency,
      coalesce(h.answered, 0)::int as answered, coalesce(h.expired, 0)::int as expired, coalesce(h.overdue, 0)::int as overdue
    from those c
    join workspace w on w.id = c.workspace_id
    left join teammate t on t.id = c.owner_id
    left join campaign_brief b on b.workspace_id = c.workspace_id and b.campaign_id = c.id
    left join (select campaign_id, count(*) as entries from cost_entry
      where withdrawn_at is null and campaign_id is not null group by campaign_id) e on e.campaign_id = c.id
    left join (select campaign_id,
        count(*) filter (where state in ('accepted', 'rejected', 'recycled', 'returned', 'converted')) as answered,
        count(*) filter (where state = 'expired') as expired,
        count(*) filter (where state = 'offered' and coalesce(disposition_due_at, expires_at) < ${now}) as overdue
      from handoff where campaign_id in (select id from those) group by campaign_id) h on h.campaign_id = c.id
    order by c.name, c.id`);
  return rows.map(asFacts);
}

function asFacts(row: Row): CampaignFacts {
  return {
    id: row.id,
    name: row.name,
    channel: row.channel,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    startsAt: row.starts_at,
    endedAt: row.ended_at,
    brief: row.has_brief
      ? {
          filled: briefKeys.filter((key) => row[key]).map((key) => briefFields[key]),
          missing: briefKeys.filter((key) => !row[key]).map((key) => briefFields[key]),
          sharedAt: row.shared_at,
        }
      : null,
    costs: {
      entries: row.entries,
      recordedMinor: row.cost_minor,
      budgetMinor: row.budget_minor,
      currency: row.currency,
    },
    handoffs: { answered: row.answered, expired: row.expired, overdue: row.overdue },
  };
}
