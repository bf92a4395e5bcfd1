import type { InteractionFact } from '../facts/lead-facts.ts';
import { dayMs, localDate } from './calendar.ts';
import type { RuleEnvironment } from './environment.ts';
import { foldText, type InteractionFilter, type Measure, passiveTypes } from './rule.ts';

type FoldedFact = { type: string; channel: string; topics: readonly string[]; page: string };
type FoldedFilter = {
  types: ReadonlySet<string> | null;
  channels: ReadonlySet<string> | null;
  topics: ReadonlySet<string> | null;
  assetTypes: ReadonlySet<string> | null;
  campaignIds: readonly string[] | undefined;
  assetIds: readonly string[] | undefined;
  pages: readonly string[] | null;
};

// One lead's interactions are asked about by many rules: each is folded once.
const foldedFacts = new WeakMap<InteractionFact, FoldedFact>();
const foldedFilters = new WeakMap<InteractionFilter, FoldedFilter>();
const passive: ReadonlySet<string> = new Set(passiveTypes);

function foldedFact(fact: InteractionFact): FoldedFact {
  let folded = foldedFacts.get(fact);
  if (!folded) {
    folded = {
      type: foldText(fact.type),
      channel: foldText(fact.channel ?? ''),
      topics: fact.topics.map(foldText),
      page: foldText(fact.page ?? ''),
    };
    foldedFacts.set(fact, folded);
  }
  return folded;
}

const setOf = (words: readonly string[] | undefined) => (words ? new Set(words.map(foldText)) : null);

function foldedFilter(filter: InteractionFilter): FoldedFilter {
  let folded = foldedFilters.get(filter);
  if (!folded) {
    folded = {
      types: setOf(filter.types),
      channels: setOf(filter.channels),
      topics: setOf(filter.topics),
      assetTypes: setOf(filter.assetTypes),
      campaignIds: filter.campaignIds?.map((id) => id.toLowerCase()),
      assetIds: filter.assetIds?.map((id) => id.toLowerCase()),
      pages: filter.pages?.map(foldText) ?? null,
    };
    foldedFilters.set(filter, folded);
  }
  return folded;
}

const among = (list: readonly string[] | undefined, value: string | null) =>
  list === undefined || (value !== null && list.includes(value));

/** Whether an interaction is one of those meant, whenever it was. */
export function isMeant(filter: InteractionFilter, fact: InteractionFact, env: RuleEnvironment): boolean {
  const wanted = foldedFilter(filter);
  const has = foldedFact(fact);
  if (wanted.types ? !wanted.types.has(has.type) : passive.has(has.type)) return false;
  if (!among(filter.kinds, fact.kind)) return false;
  if (!among(filter.directions, fact.direction)) return false;
  if (!among(wanted.campaignIds, fact.campaignId)) return false;
  if (!among(wanted.assetIds, fact.assetId)) return false;
  if (wanted.channels && !wanted.channels.has(has.channel)) return false;
  if (wanted.topics && !has.topics.some((topic) => wanted.topics?.has(topic))) return false;
  if (wanted.pages && !wanted.pages.some((part) => has.page !== '' && has.page.includes(part))) return false;
  if (wanted.assetTypes) {
    const type = fact.assetId === null ? undefined : env.assetTypes.get(fact.assetId);
    if (type === undefined || !wanted.assetTypes.has(type)) return false;
  }
  const { completionAtLeast } = filter;
  return completionAtLeast === undefined || (fact.completionPercent ?? -1) >= completionAtLeast;
}

/** Whether a moment lies in the filter's window, as seen from another. */
function isInWindow(filter: InteractionFilter, factMs: number, atMs: number): boolean {
  if (factMs > atMs) return false;
  return filter.withinDays === undefined || factMs > atMs - filter.withinDays * dayMs;
}

/** Those meant that lie in the window. */
export function matchInteractions(
  filter: InteractionFilter,
  interactions: readonly InteractionFact[],
  atMs: number,
  env: RuleEnvironment,
): InteractionFact[] {
  return interactions.filter((fact) => isInWindow(filter, fact.atMs, atMs) && isMeant(filter, fact, env));
}

const distinct = (values: Iterable<string | null>) => {
  const seen = new Set(values);
  seen.delete(null);
  seen.delete('');
  return seen.size;
};

const furthest = (facts: readonly InteractionFact[], pick: (a: number, b: number) => number) =>
  facts.length === 0 ? null : facts.reduce((best, { atMs }) => pick(best, atMs), facts[0]?.atMs ?? 0);

/**
 * What is measured of some interactions; null: unknown, there are none. Days since are in milliseconds. What was only
 * told when a page was left (`counted` false) gives seconds and completion, and nothing else.
 */
export function measureOf(
  measure: Measure,
  facts: readonly InteractionFact[],
  atMs: number,
  env: RuleEnvironment,
): number | null {
  if (measure === 'engaged_seconds') return facts.reduce((sum, fact) => sum + fact.engagedSeconds, 0);
  if (measure === 'completion') {
    const shares = facts.flatMap(({ completionPercent }) =>
      completionPercent === null ? [] : [completionPercent],
    );
    return shares.length === 0 ? null : shares.reduce((most, share) => Math.max(most, share));
  }
  const counted = facts.filter((fact) => fact.counted);
  switch (measure) {
    case 'count':
      return counted.length;
    case 'distinct_days':
      return distinct(counted.map((fact) => localDate(fact.atMs, env.timeZone)));
    case 'distinct_assets':
      return distinct(counted.map((fact) => fact.assetId));
    case 'distinct_campaigns':
      return distinct(counted.map((fact) => fact.campaignId));
    case 'distinct_channels':
      return distinct(counted.map((fact) => foldedFact(fact).channel));
    case 'distinct_types':
      return distinct(counted.map((fact) => foldedFact(fact).type));
    case 'days_since_last': {
      const lastMs = furthest(counted, Math.max);
      return lastMs === null ? null : atMs - lastMs;
    }
    case 'days_since_first': {
      const firstMs = furthest(counted, Math.min);
      return firstMs === null ? null : atMs - firstMs;
    }
  }
}
