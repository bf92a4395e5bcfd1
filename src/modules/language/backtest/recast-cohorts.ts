import { AppError, notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { listStages } from '../../people/index.ts';
import { stagesFrom } from './milestones.ts';
import { ensureRecast, type Recast } from './recast.ts';

type Month = {
  month: string;
  cameIn: number;
  asTheyWere: number;
  versions: number[];
  recast: number | null;
  won: number;
  wonAmongRecast: number | null;
};

export type Cohorts = {
  under: { versionId: string; number: number } | null;
  months: Month[];
  sentence: string;
};

type Input = { id: string; under?: string | undefined; from?: string | undefined; to?: string | undefined };

/** Months further back than this are no cohort that anybody compares. */
const mostMonths = 240;

/** Who came in month by month: how many reached the stage as they were judged then, and how many would under a version. */
export async function recastCohorts(options: {
  services: Pick<Services, 'database' | 'clickhouse' | 'now'>;
  workspaceId: string;
  input: Input;
}): Promise<Cohorts> {
  const { services, workspaceId, input } = options;
  const { from, to } = input;
  if (from !== undefined && to !== undefined && to < from) {
    throw new AppError(
      'invalid_input',
      `The period ends (${to}) before it starts (${from}). Swap the two days.`,
      {
        fields: [{ path: 'to', message: 'is before from' }],
      },
    );
  }
  const recast =
    input.under === undefined ? null : await ensureRecast({ services, workspaceId, versionId: input.under });
  if (recast && recast.definitionId !== input.id) throw notFound('version of this definition');
  return services.database.inWorkspace(workspaceId, async (tx) => {
    const stageKey = await findStageKey(tx, input.id);
    const months = await countMonths(tx, { stageKey, recast, input });
    return {
      under: recast && { versionId: recast.versionId, number: recast.number },
      months,
      sentence: sentenceOf(months, recast),
    };
  });
}

async function findStageKey(tx: Tx, definitionId: string): Promise<string> {
  const row = await tx.first<{ kind: string; key: string }>(
    sql`select kind, key from definition where id = ${definitionId}`,
  );
  if (row === null) throw notFound('definition');
  if (row.kind === 'stage') return row.key;
  throw new AppError(
    'unprocessable',
    'Only the definition of a lifecycle stage has cohorts: of who came in, how many reached it. Take one of a stage.',
  );
}

async function countMonths(
  tx: Tx,
  options: { stageKey: string; recast: Recast | null; input: Input },
): Promise<Month[]> {
  const { stageKey, recast, input } = options;
  const stages = await listStages({ tx });
  const reached = anyReached(stages, stagesFrom(stages, stageKey));
  const wonKey = stages.find((stage) => stage.key === 'customer')?.key ?? stages.at(-1)?.key ?? null;
  const won = anyReached(stages, stagesFrom(stages, wonKey));
  const under =
    recast === null
      ? sql`(select null::uuid as contact_id where false)`
      : sql`(select unnest(contact_ids) as contact_id from recast_part where recast_id = ${recast.recastId})`;
  const rows = await tx.rows<Month>(sql`
    with zone as (select time_zone from workspace),
    people as (
      select to_char(c.entered_at at time zone zone.time_zone, 'YYYY-MM') as month, ${reached} as reached, ${won} as won,
        r.contact_id is not null as under
      from zone cross join contact c left join ${under} r on r.contact_id = c.id
      where c.merged_into_id is null and c.entered_at is not null
        and c.entered_at >= coalesce(${input.from ?? null}::date::timestamp at time zone zone.time_zone, '-infinity')
        and c.entered_at < coalesce((${input.to ?? null}::date + 1)::timestamp at time zone zone.time_zone, 'infinity'))
    select p.month, count(*)::integer as "cameIn", (count(*) filter (where p.reached))::integer as "asTheyWere",
      (count(*) filter (where p.under))::integer as recast, (count(*) filter (where p.won))::integer as won,
      (count(*) filter (where p.won and p.under))::integer as "wonAmongRecast",
      coalesce((select array_agg(v.number order by v.number) from definition_version v cross join zone
        where v.definition_id = ${input.id} and v.in_force_from is not null
          and v.in_force_from < ((p.month || '-01')::date + interval '1 month') at time zone zone.time_zone
          and coalesce(v.in_force_to, 'infinity') > (p.month || '-01')::timestamp at time zone zone.time_zone),
        '{}') as versions
    from people p group by p.month order by p.month desc limit ${mostMonths}`);
  const months = rows.toReversed();
  return recast === null ? months.map((month) => ({ ...month, recast: null, wonAmongRecast: null })) : months;
}

/** Whether any of these stages was ever reached, by their places in `reached_at`. */
function anyReached(stages: readonly { key: string }[], keys: readonly string[]) {
  const places = stages.flatMap((stage, index) => (keys.includes(stage.key) ? [index + 1] : []));
  if (places.length === 0) return sql`false`;
  return sql`(${sql.join(
    places.map((place) => sql`c.reached_at[${sql.raw(String(place))}] is not null`),
    sql` or `,
  )})`;
}

const whole = new Intl.NumberFormat('en');

function sentenceOf(months: readonly Month[], recast: Recast | null): string {
  const sum = (of: (month: Month) => number | null) =>
    months.reduce((total, month) => total + (of(month) ?? 0), 0);
  const cameIn = sum((month) => month.cameIn);
  if (cameIn === 0) return 'Nobody came in during this time.';
  const asTheyWere = `Of ${whole.format(cameIn)} who came in, ${whole.format(sum((month) => month.asTheyWere))} reached this stage or a later one as they were judged then`;
  if (recast === null) return `${asTheyWere}.`;
  const [passed, won] = [sum((month) => month.recast), sum((month) => month.won)];
  return `${asTheyWere}; under version ${recast.number} it would have let in ${whole.format(passed)}, among them ${whole.format(sum((month) => month.wonAmongRecast))} of the ${whole.format(won)} who were won.`;
}
