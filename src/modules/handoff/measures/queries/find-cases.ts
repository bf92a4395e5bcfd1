import { AppError } from '../../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../../platform/http/paging.ts';
import { isId } from '../../../../platform/ids.ts';
import { type SQL, sql } from '../../../../platform/postgres/database.ts';
import { casesOf } from '../cases.ts';
import { type CaseList, type CaseState, commitmentKeys, type SlaCase } from '../contract.ts';
import type { SlaPlan } from '../plan.ts';
import { wonDealsOf } from './sum-revenue.ts';

type Options = {
  of: CaseList;
  state: CaseState;
  lacks?: string | undefined;
  limit: number;
  cursor?: string | undefined;
};

type Row = Omit<SlaCase, 'offeredAt' | 'dueAt' | 'answeredAt' | 'value' | 'unit' | 'lacks'> & {
  offeredAt: Date;
  place: string;
  responseDueAt: Date | null;
  dispositionDueAt: Date | null;
  firstResponseAt: Date | null;
  decidedAt: Date | null;
  responseS: number | null;
  decisionDays: number | null;
  completeness: number | null;
  attempts: number;
  lacks: string[];
};

const isCommitment = (of: CaseList) => commitmentKeys.some((key) => key === of);

/** The column that says how a hand-off stands to what the list is about. */
function outcomeOf(of: CaseList): SQL {
  if (isCommitment(of)) return sql`k.${sql.identifier(`${of}_is`)}`;
  if (of === 'thin_packets') return sql`completeness_is`;
  if (of === 'accepted_revenue' || of === 'rejected_revenue')
    return sql`case when d.case_id is not null then 'kept' else 'broken' end`;
  return sql`case when is_late then 'broken' else 'waiting' end`;
}

/** Which hand-offs the list is about at all. */
function belongs(of: CaseList): SQL {
  switch (of) {
    case 'owed_answers':
      return sql`(k.owes_answer or k.is_late)`;
    case 'thin_packets':
      return sql`k.completeness_is = 'broken' and k.state = 'offered'`;
    case 'accepted_revenue':
      return sql`k.acceptance_is = 'kept'`;
    case 'rejected_revenue':
      return sql`k.acceptance_is = 'broken'`;
    default:
      return sql`true`;
  }
}

const isOfNow = (of: CaseList) => of === 'owed_answers' || of === 'thin_packets' || of === 'open';

/** A page of the hand-offs behind a figure, the latest offer first. */
export async function findCases(
  plan: SlaPlan,
  options: Options,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const { of, state, lacks, limit, cursor } = options;
  const outcome = outcomeOf(of);
  const parts = [belongs(of)];
  if (state !== 'all') parts.push(sql`${outcome} = ${state}`);
  if (lacks !== undefined)
    parts.push(sql`${lacks}::text = any(k.promised_items) and not (${lacks}::text = any(k.packet_items))`);
  if (cursor !== undefined) parts.push(after(cursor));
  const rows = await plan.tx.rows<Row>(sql`
    with won as materialized (select case_id, min(currency) as currency, sum(amount_minor) as amount_minor
      from ${wonDealsOf(plan)} w group by case_id),
    page as materialized (
      select k.*, ${outcome} as outcome, d.currency as won_currency, d.amount_minor as won_minor
      from ${casesOf(plan, { window: isOfNow(of) ? 'open' : plan.window })} k left join won d on d.case_id = k.id
      where ${sql.join(parts, sql` and `)}
      order by k.offered_at desc, k.id desc limit ${limit + 1})
    select p.id, p.state, p.round, p.grade, p.offered_at as "offeredAt", p.offered_at::text as place,
      p.response_due_at as "responseDueAt", p.disposition_due_at as "dispositionDueAt",
      p.first_response_at as "firstResponseAt", p.decided_at as "decidedAt", p.reason,
      p.response_s as "responseS", p.decision_s / nullif(p.day_s, 0) as "decisionDays", p.completeness,
      p.attempts, coalesce(p.outcome, 'none') as outcome,
      array(select i from unnest(p.promised_items) as i where not (i = any(p.packet_items))) as lacks,
      json_build_object('id', c.id, 'title', c.title, 'name', coalesce(nullif(c.name, ''), nullif(c.email, ''), 'Unnamed')) as contact,
      case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as account,
      case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as owner,
      case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end as campaign,
      case when p.won_minor is not null then json_build_object('amountMinor', p.won_minor, 'currency', p.won_currency) end as won,
      v.number as "slaVersion"
    from page p join contact c on c.id = p.contact_id
    left join account a on a.id = p.account_id
    left join teammate o on o.id = p.owner_id
    left join campaign g on g.id = p.campaign_id
    left join definition_version v on v.id = p.sla_version_id
    order by p.offered_at desc, p.id desc`);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, nextCursor: last ? encodeCursor([last.place, last.id]) : null };
}

function after(cursor: string): SQL {
  const [at, id] = decodeCursor(cursor, 2);
  if (typeof at !== 'string' || typeof id !== 'string' || !isId(id) || Number.isNaN(Date.parse(at)))
    throw new AppError('invalid_input', 'The cursor is not one of this list. Start again without it.');
  return sql`(k.offered_at, k.id) < (${at}::timestamptz, ${id}::uuid)`;
}
