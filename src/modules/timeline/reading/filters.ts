import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { TimelineFilters } from '../contract.ts';
import { ids, workspaceIs } from './scope.ts';

/** What narrows a timeline, as far as a row alone can say. */
export type RowFilters = Partial<Omit<TimelineFilters, 'personId' | 'marks'>> & {
  /** Conversations that a teammate had part in beside another, who stands in the log. */
  alsoWithTeammate?: readonly string[];
};

/** Conditions on a row of the log `i`; plain comparisons, for others cannot use an index under row-level security. */
export function conditionsOf(filters: RowFilters): SQL[] {
  // Nothing was received in a month to come: its empty partitions are not looked into.
  const arrived = sql`i.received_at < now() + interval '40 days'`;
  const conditions: SQL[] = [workspaceIs(sql`i`), arrived, sql`i.type <> 'withdrawn'`];
  const { kind, types, teammateId, campaignId, assetId, channel, verified = 'yes', from, to, q } = filters;
  // What tells how long a page was read is shown with the page.
  if (!types?.includes('page_left')) conditions.push(sql`i.type <> 'page_left'`);
  // In the text, not as parameters: a plan that is kept can then use the indexes for them.
  if (verified !== 'all') conditions.push(verified === 'yes' ? sql`i.verified` : sql`not i.verified`);
  if (kind) conditions.push(kind === 'person' ? sql`i.kind = 'person'` : sql`i.kind = 'content'`);
  if (types) conditions.push(typeIs(types));
  if (teammateId) conditions.push(isWith(teammateId, filters.alsoWithTeammate ?? []));
  if (campaignId) conditions.push(sql`i.campaign_id = ${campaignId}`);
  if (assetId) conditions.push(sql`i.asset_id = ${assetId}`);
  if (channel) conditions.push(sql`i.channel = ${channel}`);
  if (from) conditions.push(sql`i.occurred_at >= ${from}::timestamptz`);
  if (to) conditions.push(sql`i.occurred_at < ${to}::timestamptz`);
  if (q) conditions.push(speaksOf(q));
  conditions.push(sql`not exists (select from interaction_replacement r
    where ${workspaceIs(sql`r`)} and r.interaction_id = i.id)`);
  return conditions;
}

function isWith(teammateId: string, also: readonly string[]): SQL {
  const first = sql`i.teammate_id = ${teammateId}`;
  return also.length === 0 ? first : sql`i.kind = 'person' and (${first} or i.id = any (${ids(also)}))`;
}

function typeIs(types: readonly string[]): SQL {
  const [only] = types;
  return types.length === 1 && only !== undefined
    ? sql`i.type = ${only}`
    : sql`i.type = any (${sql.param([...types])}::text[])`;
}

function speaksOf(words: string): SQL {
  const wanted = words.toLowerCase();
  return sql`(strpos(lower(coalesce(i.subject, '')), ${wanted}) > 0 or strpos(lower(coalesce(i.url, '')), ${wanted}) > 0
    or strpos(replace(i.type, '_', ' '), ${wanted}) > 0
    or i.asset_id in (select id from asset where strpos(lower(title), ${wanted}) > 0))`;
}

/** Marks stand beside the interactions unless something is asked for that only an interaction can be. */
export function showsMarks(filters: Partial<TimelineFilters>): boolean {
  const { marks = true, types, teammateId, campaignId, assetId, channel, q } = filters;
  return marks && [types, teammateId, campaignId, assetId, channel, q].every((each) => each === undefined);
}

/** Whether the question is one of the few that are asked all the time, so that its plan is worth keeping. */
export function isUsual(filters: RowFilters & { personId?: unknown }): boolean {
  const { kind: _kind, verified: _verified, ...rare } = filters;
  const { types, teammateId, campaignId, assetId, channel, from, to, q, personId } = rare;
  return [types, teammateId, campaignId, assetId, channel, from, to, q, personId].every(
    (each) => each === undefined,
  );
}

/** Whether nothing but reading row after row tells which ones are asked for. */
export const isSparse = ({ q, channel }: RowFilters): boolean => q !== undefined || channel !== undefined;

/** More than anybody takes part in as a second; the rest is found under who was first. */
const mostConversations = 2_000;

/** The log names one of ours; where a teammate was another, the conversation says so. */
export async function readAlsoWith(tx: Tx, teammateId: string | undefined): Promise<string[]> {
  if (teammateId === undefined) return [];
  const rows = await tx.rows<{ interaction_id: string }>(sql`
    select c.interaction_id from conversation_participant p join conversation c on c.id = p.conversation_id
    where p.teammate_id = ${teammateId} and c.teammate_id is distinct from p.teammate_id and c.withdrawn_at is null
    order by c.occurred_at desc limit ${mostConversations}`);
  return rows.map((row) => row.interaction_id);
}
