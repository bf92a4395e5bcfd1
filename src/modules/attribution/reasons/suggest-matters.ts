import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { journeysReady } from '../facts/journeys-ready.ts';
import { readSettings } from '../settings/read-settings.ts';
import { readChoices } from './choices.ts';
import { type DealColumns, dealColumns, dealOf, withNames } from './closed-deals.ts';
import type { Outcome, ReasonChoice, ReasonDeal, Said, Suggestion } from './contract.ts';
import { nameInteractions } from './name-interactions.ts';
import { type Picked, pickSuggestions } from './pick-suggestions.ts';
import { readJourneys } from './read-journeys.ts';
import { saidOfDeal } from './standing-reasons.ts';

export type SuggestedMatters = {
  deal: Omit<ReasonDeal, 'outcome' | 'closedAt'> & { outcome: Outcome | null; closedAt: string | null };
  choices: ReasonChoice[];
  suggestions: Suggestion[];
  competitors: string[];
  said: Said | null;
};

const mostCompetitors = 6;

/** What may have mattered in a deal: what stood in its journey last and most, and what was said of it before. */
export async function suggestMatters(
  services: Pick<Services, 'clickhouse' | 'database' | 'now'>,
  { workspaceId, opportunityId }: { workspaceId: string; opportunityId: string },
): Promise<SuggestedMatters> {
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const known = await inWorkspace((tx) => readDeal(tx, opportunityId));
  await journeysReady(services, workspaceId);
  // Before somebody has put people into the buying group, the company's people tell more than nobody.
  const own =
    known.eligibility === 'account' ? (['account'] as const) : ([known.eligibility, 'account'] as const);
  let picked: Picked[] = [];
  for (const eligibility of own) {
    const journeys = await readJourneys(services.clickhouse, {
      workspaceId,
      eligibility,
      ids: [opportunityId],
    });
    const journey = journeys.get(opportunityId);
    if (journey === undefined || journey.at.length === 0) continue;
    picked = pickSuggestions(journey);
    break;
  }
  const { deal, choices, competitors, said } = known;
  return { deal, choices, suggestions: await inWorkspace((tx) => named(tx, picked)), competitors, said };
}

type Known = Omit<SuggestedMatters, 'suggestions'> & { eligibility: 'group' | 'account' | 'primary' };

async function readDeal(tx: Tx, opportunityId: string): Promise<Known> {
  const row = await tx.first<Omit<DealColumns, 'deal_outcome'> & { deal_outcome: 'open' | Outcome }>(
    sql`select ${dealColumns} from opportunity o ${withNames} where o.id = ${opportunityId}`,
  );
  if (row === null) throw notFound('deal');
  const { deal_outcome, ...rest } = row;
  const outcome = deal_outcome === 'open' ? null : deal_outcome;
  const all = await readChoices(tx);
  const said = await saidOfDeal(tx, opportunityId);
  const deal = dealOf({ ...rest, deal_outcome: outcome ?? 'lost' });
  return {
    deal: { ...deal, outcome, closedAt: outcome === null ? null : deal.closedAt },
    choices: outcome === null ? [] : all[outcome].filter(({ retired }) => !retired),
    competitors: await readCompetitors(tx),
    said: said.find((one) => one.outcome === outcome) ?? null,
    eligibility: (await readSettings(tx)).eligibility,
  };
}

async function readCompetitors(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ name: string }>(sql`
    select (array_agg(competitor order by deal_reason_id desc))[1] as name from deal_reason_matter
    where kind = 'competitor' group by lower(competitor) order by count(*) desc, 1 limit ${mostCompetitors}`);
  return rows.map(({ name }) => name);
}

async function named(tx: Tx, picked: readonly Picked[]): Promise<Suggestion[]> {
  if (picked.length === 0) return [];
  const ids = (kind: Picked['kind']) =>
    sql.param(picked.filter((one) => one.kind === kind).map(({ id }) => id));
  const rows = await tx.rows<{ id: string; label: string }>(sql`
    select id, title as label from asset where id = any(${ids('asset')}::uuid[])
    union all select id, name from contact where id = any(${ids('contact')}::uuid[])
    union all select id, name from teammate where id = any(${ids('teammate')}::uuid[])`);
  const labels = new Map(rows.map(({ id, label }) => [id, label]));
  const talks = await nameInteractions(
    tx,
    picked.filter(({ kind }) => kind === 'interaction').map(({ id }) => id),
  );
  const days = await dayWords(tx, picked);
  return picked.flatMap(({ kind, id, touchpoints }, nth) => {
    const label = kind === 'interaction' ? talks.get(id)?.label : labels.get(id);
    if (label === undefined || label === '') return [];
    const last = touchpoints === 1 ? `on ${days[nth]}` : `${touchpoints} touchpoints, last on ${days[nth]}`;
    const detail = kind === 'interaction' ? 'one of the last talks' : last;
    return [{ kind, id: talks.get(id)?.id ?? id, label, detail }];
  });
}

/** The days on which things were last seen, where the workspace is. */
async function dayWords(tx: Tx, picked: readonly Picked[]): Promise<string[]> {
  const rows = await tx.rows<{ day: string }>(sql`
    select to_char(to_timestamp(p.ms / 1000.0) at time zone w.time_zone, 'FMDD Mon YYYY') as day
    from unnest(${sql.param(picked.map(({ lastMs }) => lastMs))}::bigint[]) with ordinality as p(ms, nth)
    cross join workspace w order by p.nth`);
  return rows.map(({ day }) => day);
}
