import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { listBuyingStages } from '../buying-stages/list-buying-stages.ts';
import type { TimelineMix } from '../contract.ts';
import { everyRow, withCtes } from '../reading/read-rows.ts';
import { resolveScope, type ScopeQuery } from '../reading/scope.ts';
import { reachOf } from '../reading/sources.ts';
import { standingAt, standings } from './standings.ts';

type Counts = Pick<TimelineMix, 'content' | 'person' | 'personShare'>;
export type Mix = {
  stages: TimelineMix[];
  total: Counts;
  from: Date | null;
  reference: { personShare: number; words: string; source: string };
};

/** What buyers said of themselves, to be read beside one's own figures. */
const reference = {
  personShare: 0.5,
  words: 'Buyers talk to sales reps in more than half of their interactions, even in early stages.',
  source: 'SiriusDecisions 2015, 1,000 executives',
};

/** How far back a whole workspace is counted where nobody says: a quarter. */
const defaultDays = 90;
const dayMs = 86_400_000;

/** Content against person-to-person by the stage the buyer was in at the time; each interaction is counted once. */
export async function readMix(
  options: ScopeQuery & { tx: Tx; now: Date; from?: Date | undefined; to?: Date | undefined },
): Promise<Mix> {
  const { tx, now, to } = options;
  const scope = await resolveScope(tx, options);
  const from =
    options.from ?? (scope.type === 'workspace' ? new Date(now.getTime() - defaultDays * dayMs) : undefined);
  const reach = reachOf(scope, null);
  const rows = everyRow(
    reach,
    { from, to },
    sql`i.type not in ('email_sent', 'email_delivered', 'email_bounced')`,
  );
  const counted = await tx.rows<{ stage: string | null; kind: 'content' | 'person'; count: number }>(sql`
    ${withCtes([...reach.ctes, ...standings, sql`counted as (${rows})`])}
    select coalesce(of_person.stage, of_deal.stage, of_account.stage) as stage, i.kind, count(*) as count
    from counted i
    left join profile_binding b on i.contact_id is null and b.profile_id = i.profile_id
      and i.occurred_at >= b.from_at and i.occurred_at < b.to_at
    ${standingAt(sql`of_person`, sql`coalesce(i.contact_id, b.contact_id)`)}
    ${standingAt(sql`of_deal`, sql`i.opportunity_id`)}
    ${standingAt(sql`of_account`, sql`i.account_id`)}
    group by 1, 2`);
  const of = (wanted: (stage: string | null) => boolean): Counts => {
    const sum = (kind: 'content' | 'person') =>
      counted
        .filter((row) => row.kind === kind && wanted(row.stage))
        .reduce((total, row) => total + row.count, 0);
    return share(sum('content'), sum('person'));
  };
  const stages = await listBuyingStages({ tx });
  return {
    stages: [
      ...stages.map(({ key, name }) => ({ stage: key, name, ...of((stage) => stage === key) })),
      { stage: null, name: null, ...of((stage) => stage === null) },
    ],
    total: of(() => true),
    from: from ?? null,
    reference,
  };
}

function share(content: number, person: number): Counts {
  const all = content + person;
  return { content, person, personShare: all === 0 ? null : person / all };
}
