import { AppError } from '../../../../platform/errors.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import type { Services } from '../../../../platform/services.ts';
import type { Caller } from '../../../workspace/index.ts';
import { journeysReady } from '../../facts/journeys-ready.ts';
import type { RuleModel } from '../../models/models.ts';
import { shareOfTouches } from '../../models/share-of-touches.ts';
import { type AttributionSettings, readSettings } from '../../settings/read-settings.ts';
import type { AgainstData, DealReason, NamedCredit, Outcome } from '../contract.ts';
import { intervalWords } from '../interval.ts';
import { ownTeammates } from '../own-teammates.ts';
import { readPeriod } from '../period.ts';
import { type DealJourney, readJourneys } from '../read-journeys.ts';
import { standingReasons } from '../standing-reasons.ts';
import { checkReasons } from './check-reasons.ts';
import { compareOverall, type OverallKind } from './compare-overall.ts';
import { creditOfNamed, type Parts, partsOf } from './credit-of-named.ts';
import { readFacts } from './read-facts.ts';

type Options = {
  workspaceId: string;
  caller: Pick<Caller, 'userId' | 'permissions'>;
  from?: string | undefined;
  to?: string | undefined;
  outcome?: Outcome | undefined;
  model: RuleModel;
};

/** The latest deals that are looked at: their journeys are held in memory. */
const mostDeals = 1_000;
const mostNamed = 200;
const dayMs = 86_400_000;

/** What was said of the deals of a period beside what the data says of the same deals. */
export async function compareWithData(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  options: Options,
): Promise<AgainstData> {
  const { workspaceId, model } = options;
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const asOf = await journeysReady(services, workspaceId);
  const { period, all, settings, sight } = await inWorkspace((tx) => readSaid(tx, options, services.now()));
  if (model === 'custom' && settings.customWeights === null)
    throw new AppError(
      'unprocessable',
      'This workspace has given no weights of its own. Take another model.',
    );
  const said = all.slice(0, mostDeals);
  const ids = said.map(({ deal }) => deal.id);
  const journeys = await readJourneys(services.clickhouse, {
    workspaceId,
    eligibility: settings.eligibility,
    ids,
  });
  for (const [id, journey] of journeys) journeys.set(id, lookBack(journey, settings));
  const parts = new Map(
    [...journeys].map(([id, journey]) => [id, partsOf(journey, sharesOf(journey, model, settings))]),
  );
  const { facts, labels } = await inWorkspace(async (tx) => ({
    facts: await readFacts(tx, { said, journeys }),
    labels: await readLabels(tx, parts),
  }));
  const mayShow = (kind: string, id: string | null) =>
    kind !== 'teammate' || sight === null || (id !== null && sight.has(id));
  const judged = said.flatMap(({ deal, mattered }) => {
    const own = parts.get(deal.id);
    return own === undefined || (journeys.get(deal.id)?.at.length ?? 0) === 0
      ? []
      : [{ mattered, parts: own }];
  });
  return {
    range: { from: period.from, to: period.to },
    model,
    deals: said.length,
    withJourney: judged.length,
    leftOut: all.length - said.length,
    ...checkReasons(said, {
      factsOf: ({ deal }) => facts.get(deal.id) ?? null,
      talkShareOf: ({ deal }) => talkShare(journeys.get(deal.id), parts.get(deal.id)),
    }),
    named: said.flatMap((one) => namedOf(one, { journeys, parts, mayShow })).slice(0, mostNamed),
    overall: compareOverall(judged, (kind, id) =>
      mayShow(kind, id) ? (labels[kind].get(id) ?? null) : null,
    ),
    madeAt: asOf.madeAt.toISOString(),
    isBehind: asOf.isBehind,
    intervals: intervalWords,
  };
}

async function readSaid(tx: Tx, { from, to, outcome, caller }: Options, now: Date) {
  const period = await readPeriod(tx, { from, to, now });
  const all = await standingReasons(tx, {
    having: sql`deal_closed_at >= ${period.fromAt} and deal_closed_at < ${period.untilAt}`,
    where: outcome === undefined ? sql`true` : sql`r.outcome = ${outcome}`,
  });
  // Figures of single colleagues are for whom it is allowed; one's own are always shown.
  const sight = caller.permissions.has('results:persons')
    ? null
    : new Set(await ownTeammates(tx, caller.userId));
  return { period, all, settings: await readSettings(tx), sight };
}

/** Touchpoints longer before the close than the settings say count for nothing. */
function lookBack(journey: DealJourney, { lookbackDays }: AttributionSettings): DealJourney {
  if (lookbackDays === null || journey.closed_ms === null) return journey;
  const sinceMs = journey.closed_ms - lookbackDays * dayMs;
  const counts = journey.at.map((ms) => ms >= sinceMs);
  const kept = <T>(values: readonly T[]): T[] => values.filter((_, nth) => counts[nth] === true);
  return {
    ...journey,
    at: kept(journey.at),
    touch_ids: kept(journey.touch_ids),
    person_ids: kept(journey.person_ids),
    kinds: kept(journey.kinds),
    types: kept(journey.types),
    channels: kept(journey.channels),
    asset_ids: kept(journey.asset_ids),
    teammate_ids: kept(journey.teammate_ids),
  };
}

function sharesOf(journey: DealJourney, model: RuleModel, settings: AttributionSettings): number[] {
  const touches = journey.at.map((atMs, nth) => ({ atMs, isDirect: journey.channels[nth] === 'direct' }));
  const milestones = { leadCreatedMs: journey.lead_created_ms, opportunityCreatedMs: journey.opened_ms };
  return shareOfTouches(model, touches, milestones, {
    halfLifeMs: settings.halfLifeDays * dayMs,
    ...(settings.customWeights === null ? {} : { weights: settings.customWeights }),
  });
}

function talkShare(journey: DealJourney | undefined, parts: Parts | undefined): number | null {
  if (journey === undefined || parts === undefined || journey.at.length === 0) return null;
  const talks = journey.touch_ids.filter((_, nth) => journey.kinds[nth] === 'person');
  return Math.min(
    1,
    talks.reduce((sum, id) => sum + (parts.interaction.get(id)?.share ?? 0), 0),
  );
}

type Named = {
  journeys: ReadonlyMap<string, DealJourney>;
  parts: ReadonlyMap<string, Parts>;
  mayShow: (kind: string, id: string | null) => boolean;
};

function namedOf(one: DealReason, { journeys, parts, mayShow }: Named): NamedCredit[] {
  const { id, deal, mattered } = one;
  const own = parts.get(deal.id);
  const touches = journeys.get(deal.id)?.at.length ?? 0;
  if (own === undefined || touches === 0) return [];
  return mattered.flatMap((matter): NamedCredit[] => {
    const credit = mayShow(matter.kind, matter.id) ? creditOfNamed(own, { matter, touches }) : null;
    return credit === null ? [] : [{ dealReasonId: id, deal, matter, ...credit }];
  });
}

type Labels = Record<OverallKind, Map<string, string>>;

async function readLabels(tx: Tx, parts: ReadonlyMap<string, Parts>): Promise<Labels> {
  const ids = (kind: OverallKind) =>
    sql.param([...new Set([...parts.values()].flatMap((own) => [...own[kind].keys()]))]);
  const rows = await tx.rows<{ id: string; kind: OverallKind; label: string }>(sql`
    select id, 'asset' as kind, title as label from asset where id = any(${ids('asset')}::uuid[])
    union all select id, 'teammate', name from teammate where id = any(${ids('teammate')}::uuid[])`);
  const of = (kind: OverallKind) =>
    new Map(rows.flatMap((row) => (row.kind === kind ? [[row.id, row.label] as const] : [])));
  return { asset: of('asset'), teammate: of('teammate') };
}
