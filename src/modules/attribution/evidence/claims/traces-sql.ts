import { type Eligibility, nobody } from '../../facts/journeys-sql.ts';
import type { OutcomeMetric } from '../contract.ts';

/** A claim of outcomes, as ClickHouse is asked about it. Times are milliseconds, half-open. */
export type AskedClaim = {
  id: string;
  campaignId: string;
  metric: OutcomeMetric;
  fromMs: number;
  untilMs: number;
};

export type TraceQuestion = {
  workspaceId: string;
  claims: readonly AskedClaim[];
  eligibility: Eligibility;
  lookbackDays: number | null;
  /** Of the model time-decay. */
  halfLifeDays: number;
};

const dayMs = 86_400_000;
/** Before all time. */
const never = '-9223372036854775808';

/** Talks at which both sides sat together. */
const meetingTypes = "('meeting', 'demo')";

const valuesOf = (claims: readonly AskedClaim[]): string =>
  `values('claim_id UUID, campaign UUID, metric String, from_ms Int64, until_ms Int64', ${claims
    .map(
      (claim) =>
        `('${claim.id}', '${claim.campaignId}', '${claim.metric}', ${claim.fromMs}, ${claim.untilMs})`,
    )
    .join(', ')})`;

/**
 * Of each claim the results that it traces to: those of the period whose journey holds a touchpoint of the campaign at
 * or before them. `mine` of `touches` touchpoints are the campaign's; `is_first` and `is_last` say whether it had these.
 * Null where no claim asks for any.
 */
export function tracesSql(question: TraceQuestion): string | null {
  const of = (...metrics: OutcomeMetric[]) =>
    question.claims.filter(({ metric }) => metrics.some((one) => one === metric));
  const parts = [
    [of('opportunities', 'wins', 'revenue'), dealTraces] as const,
    [of('leads'), leadTraces] as const,
    [of('meetings'), meetingTraces] as const,
  ].flatMap(([claims, make]) => (claims.length === 0 ? [] : [make({ ...question, claims })]));
  if (parts.length === 0) return null;
  return parts.join('\nunion all\n');
}

const campaignsOf = (claims: readonly AskedClaim[]): string =>
  `[${[...new Set(claims.map(({ campaignId }) => `toUUID('${campaignId}')`))].join(', ')}]`;

/** A row for each journey and each campaign asked for that it met. */
const met = (question: TraceQuestion, where: string): string => `
  select *, arrayJoin(arrayIntersect(campaign_ids, ${campaignsOf(question.claims)})) as campaign
  from journey
  where workspace_id = toUUID('${question.workspaceId}') and ${where} and hasAny(campaign_ids, ${campaignsOf(question.claims)})`;

/**
 * What of a journey is the campaign's, and what the rule models give it: the shares of `models/`, before the cents are
 * dealt out. Touchpoints after the result, or before the look-back, count for nothing.
 */
function measured({ lookbackDays, halfLifeDays }: TraceQuestion): string {
  const since = lookbackDays === null ? '' : ` and ms >= result_ms - ${Math.trunc(lookbackDays * dayMs)}`;
  const counts = `ms <= result_ms${since}`;
  const nths = ['1', 'lead_nth', 'opened_nth', 'touches'];
  const holds = (nth: string) => `(${nth} > 0 and its[${nth}] = campaign)`;
  return `arrayFilter(ms -> ${counts}, at) as times,
    arrayFilter((one, ms) -> ${counts}, campaign_ids, at) as its,
    indexOf(arrayMap((one, ms) -> one = campaign and ${counts}, campaign_ids, at), 1) as nth,
    toInt64(length(its)) as touches, toInt64(countEqual(its, campaign)) as mine,
    its[1] = campaign as is_first, its[-1] = campaign as is_last,
    toInt64(arrayCount(ms -> ms <= ifNull(lead_created_ms, ${never}), times)) as lead_nth,
    toInt64(arrayCount(ms -> ms <= opened_ms, times)) as opened_nth,
    arrayDistinct(arrayFilter(one -> one > 0, [toInt64(1), lead_nth, opened_nth, touches])) as holders,
    touches - toInt64(length(holders)) as middle,
    mine - toInt64(arrayCount(one -> its[one] = campaign, holders)) as middle_mine,
    (${nths.map((one) => `22.5 * ${holds(one)}`).join(' + ')} + 10 * middle_mine / greatest(middle, 1))
      / (45 + 22.5 * (lead_nth > 0) + 22.5 * (opened_nth > 0) + 10 * (middle > 0)) as full_path,
    arraySum((one, ms) -> (one = campaign) * exp2((ms - times[-1]) / ${halfLifeDays * dayMs}), its, times)
      / arraySum(ms -> exp2((ms - times[-1]) / ${halfLifeDays * dayMs}), times) as time_decay,
    touch_ids[nth] as touch_id, at[nth] as touch_ms, types[nth] as touch_type, person_ids[nth] as touch_person`;
}

const columns =
  'claim_id, kind, id, account_id, result_ms, amount_minor, currency, mine, touches, is_first, is_last, full_path, time_decay, touch_id, touch_ms, touch_type, touch_person';

function dealTraces(question: TraceQuestion): string {
  return `select ${columns} from (
    select claim_id, 'deal' as kind, id, account_id, if(metric = 'opportunities', opened_ms, ifNull(closed_ms, 0)) as result_ms,
      amount_minor, toString(currency) as currency, from_ms, until_ms, ${measured(question)}
    from (${met(question, `eligibility = '${question.eligibility}'`)}) as had
    inner join ${valuesOf(question.claims)} as asked using (campaign)
    where (metric = 'opportunities' or status = 'won') and result_ms >= from_ms and result_ms < until_ms)
  where mine > 0`;
}

function leadTraces(question: TraceQuestion): string {
  return `select ${columns} from (
    select claim_id, 'person' as kind, id, account_id, ifNull(lead_created_ms, 0) as result_ms, toInt64(0) as amount_minor,
      '' as currency, ${measured(question)}
    from (${met(question, "eligibility = 'person' and lead_created_ms is not null")}) as had
    inner join ${valuesOf(question.claims)} as asked using (campaign)
    where result_ms >= from_ms and result_ms < until_ms)
  where mine > 0`;
}

/** A meeting counts once, whoever of the people that the campaign reached sat there. */
function meetingTraces(question: TraceQuestion): string {
  const meeting = `arrayJoin(arrayFilter((touch, type) -> type in ${meetingTypes}, arrayZip(touch_ids, at), types)) as met_at`;
  return `select * from (select ${columns} from (
    select claim_id, 'meeting' as kind, met_at.1 as id, account_id, met_at.2 as result_ms, toInt64(0) as amount_minor,
      '' as currency, ${measured(question)}
    from (select *, ${meeting} from (${met(question, "eligibility = 'person'")})) as had
    inner join ${valuesOf(question.claims)} as asked using (campaign)
    where result_ms >= from_ms and result_ms < until_ms)
  where mine > 0 and touch_person != ${nobody}
  order by claim_id, id, touch_ms limit 1 by claim_id, id)`;
}
