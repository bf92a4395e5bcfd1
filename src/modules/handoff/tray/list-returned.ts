import { decodeCursor, toPage } from '../../../platform/http/paging.ts';
import { type SQL, sql, type Tx } from '../../../platform/postgres/database.ts';
import type { PacketItem } from '../../language/contract.ts';
import { missingItems } from '../packet/completeness.ts';
import type { followUps, ReturnedLead, WayBack } from './contract.ts';
import { loadReasonNames } from './load-reason-names.ts';
import { readPeriod } from './period.ts';
import { cameBack, cameBackAt, isDueOn, reasonKeyOf, reasonName } from './returned-condition.ts';

type Filters = {
  from?: string | undefined;
  to?: string | undefined;
  followUp?: (typeof followUps)[number] | undefined;
  state?: WayBack | undefined;
  reasonKey?: string | undefined;
  campaignId?: string | undefined;
  persona?: string | undefined;
  ownerId?: string | undefined;
};

type Row = {
  id: string;
  revision: number;
  state: WayBack;
  round: number;
  contact_id: string;
  contact_name: string;
  contact_title: string | null;
  account_id: string | null;
  account_name: string | null;
  persona: string | null;
  campaign_id: string | null;
  campaign_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  marketer_id: string | null;
  marketer_name: string | null;
  grade: string | null;
  offered_at: Date;
  came_back_at: Date;
  decided_by: string | null;
  reason_key: string;
  reason: string | null;
  would_accept_if: string | null;
  recycle_on: string | null;
  is_due: boolean;
  follow_up: 'open' | 'offered_again' | 'closed' | null;
  followed_up_at: Date | null;
  followed_up_by: string | null;
  follow_up_reason: string | null;
  next_id: string | null;
  next_state: string | null;
  next_offered_at: Date | null;
  packet_items: PacketItem[];
  promised_items: PacketItem[];
  gate_key: string | null;
  gate_word: string | null;
  gate_number: number | null;
};

/** What came back to marketing, latest first: why, what would have made it acceptable, and what became of it. */
export async function listReturned(
  options: Filters & { tx: Tx; now: Date; cursor?: string | undefined; limit: number },
): Promise<{ items: ReturnedLead[]; nextCursor: string | null }> {
  const { tx, cursor, limit } = options;
  const names = await loadReasonNames(tx);
  const conditions = await conditionsOf(options);
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, 2);
    conditions.push(sql`(${cameBackAt}, h.id) < (${String(at)}::timestamptz, ${String(id)}::uuid)`);
  }
  const today = sql`(select (${options.now}::timestamptz at time zone time_zone)::date from workspace)`;
  const rows = await tx.rows<Row>(sql`
    select h.id, h.revision, h.state, h.round, c.id as contact_id,
      coalesce(nullif(c.name, ''), c.email, 'Unnamed') as contact_name, c.title as contact_title, a.id as account_id,
      a.name as account_name, c.persona, p.id as campaign_id, p.name as campaign_name, o.id as owner_id,
      o.name as owner_name, m.id as marketer_id, m.name as marketer_name, h.grade, h.offered_at,
      ${cameBackAt} as came_back_at, h.decided_by, ${reasonKeyOf} as reason_key, h.reason, h.would_accept_if, h.recycle_on,
      ${isDueOn(today)} as is_due, h.follow_up, h.followed_up_at, h.followed_up_by, h.follow_up_reason,
      n.id as next_id, n.state as next_state, n.offered_at as next_offered_at, h.packet_items, h.promised_items,
      d.key as gate_key, v.body ->> 'word' as gate_word, v.number as gate_number
    from handoff h join contact c on c.id = h.contact_id
    left join account a on a.id = h.account_id
    left join campaign p on p.id = h.campaign_id
    left join teammate o on o.id = h.owner_id
    left join teammate m on m.id = h.marketer_id
    left join definition_version v on v.id = h.gate_version_id
    left join definition d on d.id = v.definition_id
    left join lateral (select x.id, x.state, x.offered_at from handoff x
      where x.contact_id = h.contact_id and x.offered_at > h.offered_at order by x.offered_at, x.id limit 1) n on true
    where ${sql.join(conditions, sql` and `)}
    order by came_back_at desc, h.id desc limit ${limit + 1}`);
  return toPage({
    rows,
    limit,
    item: (row) => presentRow(row, names),
    cursor: ({ came_back_at, id }) => [came_back_at.toISOString(), id],
  });
}

async function conditionsOf(options: Filters & { tx: Tx; now: Date }): Promise<SQL[]> {
  const { tx, now, from, to, followUp } = options;
  const conditions: SQL[] = [cameBack];
  const today = sql`(select (${now}::timestamptz at time zone time_zone)::date from workspace)`;
  if (followUp === 'due') conditions.push(isDueOn(today));
  else if (followUp === 'later') conditions.push(sql`h.follow_up = 'open' and not ${isDueOn(today)}`);
  else if (followUp !== undefined) conditions.push(sql`h.follow_up = ${followUp}`);
  if (from !== undefined || to !== undefined) {
    const { fromAt, untilAt } = await readPeriod(tx, { from: from ?? '1990-01-01', to, now });
    conditions.push(sql`${cameBackAt} >= ${fromAt} and ${cameBackAt} < ${untilAt}`);
  }
  if (options.state !== undefined) conditions.push(sql`h.state = ${options.state}`);
  if (options.reasonKey !== undefined) conditions.push(sql`${reasonKeyOf} = ${options.reasonKey}`);
  if (options.campaignId !== undefined) conditions.push(sql`h.campaign_id = ${options.campaignId}`);
  if (options.persona !== undefined) {
    conditions.push(options.persona === '' ? sql`c.persona is null` : sql`c.persona = ${options.persona}`);
  }
  if (options.ownerId !== undefined) conditions.push(sql`h.owner_id = ${options.ownerId}`);
  return conditions;
}

const namedOrNull = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? '' };

function presentRow(row: Row, names: ReadonlyMap<string, string>): ReturnedLead {
  return {
    id: row.id,
    revision: row.revision,
    state: row.state,
    round: row.round,
    contact: { id: row.contact_id, name: row.contact_name, title: row.contact_title },
    account: namedOrNull(row.account_id, row.account_name),
    persona: row.persona,
    campaign: namedOrNull(row.campaign_id, row.campaign_name),
    owner: namedOrNull(row.owner_id, row.owner_name),
    marketer: namedOrNull(row.marketer_id, row.marketer_name),
    grade: row.grade,
    offeredAt: row.offered_at.toISOString(),
    cameBackAt: row.came_back_at.toISOString(),
    cameBackBy: row.state === 'expired' ? 'Nobody' : (row.decided_by ?? row.owner_name ?? 'Sales'),
    reasonKey: row.reason_key,
    reasonName: reasonName(row.reason_key, names),
    reason: row.reason,
    wouldAcceptIf: row.would_accept_if,
    recycleOn: row.recycle_on,
    isDue: row.is_due,
    followUp: row.follow_up ?? 'closed',
    followedUpAt: row.followed_up_at?.toISOString() ?? null,
    followedUpBy: row.followed_up_by,
    followUpReason: row.follow_up_reason,
    next:
      row.next_id === null || row.next_offered_at === null
        ? null
        : { id: row.next_id, state: row.next_state ?? '', offeredAt: row.next_offered_at.toISOString() },
    missingItems: missingItems(row.promised_items, row.packet_items),
    gate:
      row.gate_key === null || row.gate_number === null
        ? null
        : { key: row.gate_key, word: row.gate_word ?? row.gate_key, versionNumber: row.gate_number },
  };
}
