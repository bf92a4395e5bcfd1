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
};

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

function measured(question: TraceQuestion): string {
  const back = question.lookbackDays === null ? null : question.lookbackDays * 86_400_000;
  const since = back === null ? '' : ` and ms >= result_ms - ${back}`;
  return `arrayFirstIndex((ms, one) -> one = campaign and ms <= result_ms${since}, at, campaign_ids) as nth,
    arrayCount((ms, one) -> one = campaign and ms <= result_ms${since}, at, campaign_ids) as mine,
    arrayCount(ms -> ms <= result_ms${since}, at) as touches,
    campaign_ids[arrayFirstIndex(ms -> ms <= result_ms${since}, at)] = campaign as is_first,
    campaign_ids[arrayLastIndex(ms -> ms <= result_ms${since}, at)] = campaign as is_last,
    touch_ids[nth] as touch_id, at[nth] as touch_ms, types[nth] as touch_type, person_ids[nth] as touch_person`;
}

const columns =
  'claim_id, kind, id, account_id, result_ms, amount_minor, currency, mine, touches, is_first, is_last, touch_id, touch_ms, touch_type, touch_person';

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
