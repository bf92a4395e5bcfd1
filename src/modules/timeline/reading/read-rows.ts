import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import { conditionsOf, isUsual, type RowFilters } from './filters.ts';
import { workspaceIs } from './scope.ts';
import type { Reach, Source } from './sources.ts';

/** A row of the log as a timeline needs it. */
export type LogRow = {
  id: string;
  position: number;
  kind: 'content' | 'person';
  type: string;
  direction: 'inbound' | 'outbound' | null;
  occurred_at: Date;
  at_text: string;
  /** Microseconds since 1970: exact, and in the order of the database. */
  at_us: number;
  received_at: Date;
  profile_id: string | null;
  contact_id: string | null;
  /** Whose the device was at the time; null where a contact is named, and for nobody known. */
  bound_id: string | null;
  other_contact_ids: string[];
  account_id: string | null;
  opportunity_id: string | null;
  teammate_id: string | null;
  campaign_id: string | null;
  asset_id: string | null;
  channel: string | null;
  subject: string | null;
  url: string | null;
  engaged_seconds: number | null;
  completion: number | null;
  verified: boolean;
  flag_reason: string | null;
  source: string;
  external_id: string | null;
  replaces_id: string | null;
  properties: Record<string, unknown>;
};

const columns = sql`i.id, i.position, i.kind, i.type, i.direction, i.occurred_at, i.received_at, i.profile_id, i.contact_id,
  i.other_contact_ids, i.account_id, i.opportunity_id, i.teammate_id, i.campaign_id, i.asset_id, i.channel, i.subject, i.url,
  i.engaged_seconds, i.completion, i.verified, i.flag_reason, i.source, i.external_id, i.replaces_id, i.properties`;
const presented = sql`i.*, i.occurred_at::text as at_text, (extract(epoch from i.occurred_at) * 1000000)::bigint as at_us,
  (select b.contact_id from profile_binding b where i.contact_id is null and b.profile_id = i.profile_id
    and ${workspaceIs(sql`b`)} and i.occurred_at >= b.from_at and i.occurred_at < b.to_at limit 1) as bound_id`;

/** Where a page ends: the time, in the database's own words, and id of its last entry. */
export type Place = { at: string; id: string };

/** Pages of 50 and of 200, and the one entry that says that there is more. */
const keptSizes = [51, 201];

/** A plan is kept for each text, so that it asks for few sizes; what is too many is cut off afterwards. */
export const keptSize = (count: number): number => keptSizes.find((size) => count <= size) ?? count;

/** The latest `count` rows of a timeline before a place. */
export async function readRows(options: {
  tx: Tx;
  reach: Reach;
  filters: RowFilters;
  before: Place | null;
  /** No further back than this, which is still in. */
  downTo?: Place | null;
  count: number;
}): Promise<LogRow[]> {
  const { tx, reach, before, downTo, filters } = options;
  const usual = isUsual(filters);
  const count = usual ? keptSize(options.count) : options.count;
  const conditions = conditionsOf(filters);
  if (before) conditions.push(sql`(i.occurred_at, i.id) < (${before.at}::timestamptz, ${before.id}::uuid)`);
  if (downTo) conditions.push(sql`(i.occurred_at, i.id) >= (${downTo.at}::timestamptz, ${downTo.id}::uuid)`);
  const walks = reach.sources.map((source) => walk({ source, conditions, before, count }));
  const found = sql`select * from (${sql.join(walks, sql` union all `)}) as i`;
  // A row may come by two ways: as somebody's own and as something they took part in.
  const once =
    walks.length > 1 ? sql`select distinct on (i.occurred_at, i.id) * from (${found}) as i` : found;
  const statement = sql`${withCtes(reach.ctes)}
    select ${presented} from (${once} order by i.occurred_at desc, i.id desc limit ${sql.raw(String(count))}) as i
    order by i.occurred_at desc, i.id desc`;
  const rows = await (usual ? tx.preparedRows<LogRow>(statement) : tx.rows<LogRow>(statement));
  return rows.slice(0, options.count);
}

/** What arrived after one position of the log and up to another, in order of arrival. */
export async function readArrivals(options: {
  tx: Tx;
  reach: Reach;
  filters: RowFilters;
  after: number;
  upTo: number;
  count: number;
}): Promise<LogRow[]> {
  const { tx, reach, after, upTo, count } = options;
  const conditions = [
    sql`i.position > ${after}`,
    sql`i.position <= ${upTo}`,
    ...conditionsOf(options.filters),
  ];
  const statement = sql`${withCtes(reach.ctes)}
    select ${presented} from (
      select ${columns} from interaction i where ${sql.join(conditions, sql` and `)} and ${reach.holds}
      order by i.position limit ${count}
    ) as i order by i.position`;
  return isUsual(options.filters) ? tx.preparedRows<LogRow>(statement) : tx.rows<LogRow>(statement);
}

/** Every row of a timeline once, as far as it takes to count it. */
export function everyRow(reach: Reach, filters: RowFilters, also: SQL): SQL {
  const counted = sql`i.id, i.kind, i.occurred_at, i.contact_id, i.profile_id, i.opportunity_id, i.account_id`;
  const conditions = sql.join([...conditionsOf(filters), also], sql` and `);
  const parts = reach.sources.map((source) => {
    const rows = source.byParticipant
      ? sql`select ${counted} from interaction i join interaction_participant t on t.interaction_id = i.id
          where ${workspaceIs(sql`t`)} and t.contact_id = p.id and ${conditions} and ${source.where}`
      : sql`select ${counted} from interaction i where ${conditions} and ${source.where}`;
    return source.each ? sql`select i.* from ${source.each} cross join lateral (${rows}) as i` : rows;
  });
  return parts.length === 1
    ? sql.join(parts)
    : sql`select distinct on (i.id) i.* from (${sql.join(parts, sql` union all `)}) as i`;
}

export function withCtes(ctes: readonly SQL[]): SQL {
  return ctes.length === 0 ? sql`` : sql`with ${sql.join([...ctes], sql`, `)}`;
}

function walk(options: {
  source: Source;
  conditions: readonly SQL[];
  before: Place | null;
  count: number;
}): SQL {
  const { source, before, count } = options;
  const conditions = sql.join([...options.conditions, source.where], sql` and `);
  const latest = sql`order by i.occurred_at desc, i.id desc limit ${sql.raw(String(count))}`;
  if (source.byParticipant) {
    const onwards = before
      ? sql` and (t.occurred_at, t.interaction_id) < (${before.at}::timestamptz, ${before.id}::uuid)`
      : sql``;
    return sql`(select i.* from ${source.each ?? sql``} cross join lateral (
      select i.* from interaction_participant t cross join lateral (
        select ${columns} from interaction i where i.id = t.interaction_id and ${conditions} offset 0
      ) as i
      where ${workspaceIs(sql`t`)} and t.contact_id = p.id${onwards}
      order by t.occurred_at desc, t.interaction_id desc limit ${sql.raw(String(count))}) as i)`;
  }
  const rows = sql`select ${columns} from interaction i where ${conditions} ${latest}`;
  return source.each
    ? sql`(select i.* from ${source.each} cross join lateral (${rows}) as i)`
    : sql`(${rows})`;
}
