import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import type { AttributionSettings } from '../../settings/read-settings.ts';
import type { Span } from '../quarters.ts';
import type { KindCredit } from './read-kind-credits.ts';

export type StageFigures = {
  people: number;
  touched: number;
  contentTouches: number;
  personTouches: number;
  medianDays: number | null;
  timed: number;
  /** By the model full path, in leads; of those with a touchpoint. */
  credit: KindCredit;
};

type Row = {
  nth: number;
  people: number;
  touched: number;
  content: number;
  person: number;
  medianDays: number | null;
  timed: number;
  creditOfContent: number;
  creditOfPerson: number;
};

const dayMs = 86_400_000;
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What each milestone holds of a whole, and everything between them together (full path). */
const milestone = 22.5;
const middle = 10;

/**
 * Of each stage: who reached it in the stretch, what they read and whom they talked to on the way from the stage before
 * that is recorded of them (from the beginning, where none is), and how the credit for reaching it is shared between the
 * two kinds, as the page of credit shares it by full path. Every lead is looked at once, whatever stages it reached.
 */
export async function readStageFigures(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  options: {
    workspaceId: string;
    stages: readonly string[];
    span: Span;
    lookbackDays: AttributionSettings['lookbackDays'];
  },
): Promise<Map<string, StageFigures>> {
  const { stages } = options;
  if (stages.length === 0) return new Map();
  const rows = await rowsOf<Row>(clickhouse, stagesSql(options));
  return new Map(
    rows.map((row) => [
      stages[row.nth - 1] ?? '',
      {
        people: row.people,
        touched: row.touched,
        contentTouches: row.content,
        personTouches: row.person,
        medianDays: row.medianDays,
        timed: row.timed,
        credit: { content: row.creditOfContent, person: row.creditOfPerson },
      },
    ]),
  );
}

function stagesSql(options: Parameters<typeof readStageFigures>[1]): string {
  const { workspaceId, stages, span, lookbackDays } = options;
  const isIn = (ms: string) => `(${ms} >= ${span.from.getTime()} and ${ms} < ${span.to.getTime()})`;
  const reached = (key: string) => `reached_ms[${quoted(key)}]`;
  const since = lookbackDays === null ? '0' : `arrayCount(t -> t < upto - ${lookbackDays * dayMs}, at)`;
  // A milestone's touchpoint is the last one at or before it, of those that count; 0: none is, or it came after the stage.
  const nthAt = (ms: string) =>
    `if(${ms} > upto, 0, greatest(0, toInt64(least(until, arrayCount(t -> t <= ${ms}, at))) - before))`;
  const places = ['toInt64(1)', 'lead_nth', 'deal_nth', 'touches'];
  const share = (kind: string) => `if(touches = 0, 0, (${places
    .map((place) => `${milestone} * (${place} > 0 and those[${place}] = '${kind}')`)
    .join(
      ' + ',
    )} + if(between > 0, ${middle} * (countEqual(those, '${kind}') - arrayCount(place -> those[place] = '${kind}', holders)) / between, 0))
      / (${2 * milestone} + ${milestone} * (lead_nth > 0) + ${milestone} * (deal_nth > 0) + ${middle} * (between > 0)))`;
  return `select nth, count() as people, countIf(reads + talks > 0) as touched, sum(reads) as content, sum(talks) as person,
      countIf(since > 0) as timed,
      if(timed = 0, null, quantileExactInclusiveIf(0.5)((upto - since) / ${dayMs}, since > 0)) as medianDays,
      sum(${share('content')}) as creditOfContent, sum(${share('person')}) as creditOfPerson
    from (
      select nth, upto, since,
        arrayCount((t, kind) -> t > since and t <= upto and kind = 'content', at, kinds) as reads,
        arrayCount((t, kind) -> t > since and t <= upto and kind = 'person', at, kinds) as talks,
        toInt64(arrayCount(t -> t <= upto, at)) as until, toInt64(${since}) as before,
        greatest(0, until - before) as touches,
        arraySlice(kinds, before + 1, touches) as those,
        ${nthAt('lead_ms')} as lead_nth, ${nthAt('deal_ms')} as deal_nth,
        arrayDistinct(arrayFilter(place -> place > 0, [${places.join(', ')}])) as holders,
        touches - toInt64(length(holders)) as between
      from (
        select times, at, kinds, ifNull(lead_created_ms, -1) as lead_ms,
          ${stages.includes('opportunity') ? `if(${reached('opportunity')} > 0, ${reached('opportunity')}, -1)` : '-1'} as deal_ms,
          arrayJoin(arrayFilter((place, ms) -> ${isIn('ms')}, arrayEnumerate(times), times)) as nth, times[nth] as upto,
          arrayMax(arrayMap((ms, place) -> if(place < nth and ms <= upto, ms, 0), times, arrayEnumerate(times))) as since
        from (
          select at, kinds, lead_created_ms, reached_ms, [${stages.map(reached).join(', ')}] as times
          from journey
          where workspace_id = toUUID(${quoted(workspaceId)}) and eligibility = 'person'
            and (${stages.map((key) => isIn(reached(key))).join(' or ')}))))
    group by nth`;
}
