import type { Services } from '../../../../platform/services.ts';
import { rowsOf } from '../../facts/make-journeys.ts';
import type { Span } from '../quarters.ts';

export type StageFigures = {
  people: number;
  touched: number;
  contentTouches: number;
  personTouches: number;
  medianDays: number | null;
  timed: number;
};

type Row = {
  stage: string;
  people: number;
  touched: number;
  content: number;
  person: number;
  median_days: number | null;
  timed: number;
};

const dayMs = 86_400_000;
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/**
 * Of each stage: who reached it in the stretch, and what they read and whom they talked to on the way from the stage
 * before that is recorded of them (from the beginning, where none is).
 */
export async function readStageFigures(
  { clickhouse }: Pick<Services, 'clickhouse'>,
  { workspaceId, stages, span }: { workspaceId: string; stages: readonly string[]; span: Span },
): Promise<Map<string, StageFigures>> {
  if (stages.length === 0) return new Map();
  const keys = `[${stages.map(quoted).join(', ')}]`;
  const [from, to] = [span.from.getTime(), span.to.getTime()];
  const rows = await rowsOf<Row>(
    clickhouse,
    `select stage, count() as people, countIf(reads + talks > 0) as touched, sum(reads) as content,
      sum(talks) as person, countIf(since > 0) as timed,
      if(timed = 0, null, quantileExactInclusiveIf(0.5)((upto - since) / ${dayMs}, since > 0)) as median_days
    from (
      select arrayJoin(arrayFilter(k -> mapContains(reached_ms, k) and reached_ms[k] >= ${from} and reached_ms[k] < ${to}, ${keys})) as stage,
        reached_ms[stage] as upto,
        arrayMax(arrayMap((k, nth) -> if(nth < indexOf(${keys}, stage) and mapContains(reached_ms, k) and reached_ms[k] <= upto,
          reached_ms[k], 0), ${keys}, arrayEnumerate(${keys}))) as since,
        arrayCount((t, kind) -> t > since and t <= upto and kind = 'content', at, kinds) as reads,
        arrayCount((t, kind) -> t > since and t <= upto and kind = 'person', at, kinds) as talks
      from journey where workspace_id = toUUID('${workspaceId}') and eligibility = 'person')
    group by stage`,
  );
  return new Map(
    rows.map((row) => [
      row.stage,
      {
        people: row.people,
        touched: row.touched,
        contentTouches: row.content,
        personTouches: row.person,
        medianDays: row.median_days,
        timed: row.timed,
      },
    ]),
  );
}
