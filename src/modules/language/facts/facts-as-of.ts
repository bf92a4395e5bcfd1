import type { FactValues, LeadFacts, LeadHistory, StateOverTime } from './lead-facts.ts';

type Deal = LeadHistory['opportunities'][number];

/**
 * What was known of a lead at a moment, as rules read it; null before anybody knew of them. Interactions count from
 * when they happened, by what is known now of who did them.
 */
export function factsAsOf(history: LeadHistory, atMs: number): LeadFacts | null {
  if (atMs < history.knownAtMs) return null;
  const accountId = lastBegun(history.accountIds, atMs)?.accountId ?? null;
  const account = accountId === null ? undefined : history.accounts[accountId];
  const deal = latestOpened(history.opportunities, atMs);
  return {
    contactId: history.contactId,
    atMs,
    knownAtMs: history.knownAtMs,
    contact: valuesAt(history.contact, atMs),
    account: account ? valuesAt(account, atMs) : null,
    opportunity: deal ? dealAt(deal, atMs) : null,
    reachedMs: Object.fromEntries(Object.entries(history.reachedMs).filter(([, reached]) => reached <= atMs)),
    interactions: upTo(history.interactions, atMs),
  };
}

/** Of the deals opened by then in which they had a part by then, the one opened last; of two at once, the greater id. */
function latestOpened(deals: readonly Deal[], atMs: number): Deal | null {
  let latest: Deal | null = null;
  for (const deal of deals) {
    if (deal.openedAtMs > atMs || deal.joinedAtMs > atMs) continue;
    const later =
      latest === null ||
      deal.openedAtMs > latest.openedAtMs ||
      (deal.openedAtMs === latest.openedAtMs && deal.id > latest.id);
    if (later) latest = deal;
  }
  return latest;
}

function dealAt(deal: Deal, atMs: number): FactValues {
  const closed = deal.closedAtMs !== null && deal.closedAtMs <= atMs;
  return {
    ...valuesAt(deal.fields, atMs),
    status: closed ? deal.status : 'open',
    stage: deal.stages.findLast((change) => change.atMs <= atMs)?.stage ?? null,
    openedAt: new Date(deal.openedAtMs).toISOString(),
    closedAt: closed && deal.closedAtMs !== null ? new Date(deal.closedAtMs).toISOString() : null,
  };
}

const valuesAt = (states: StateOverTime, atMs: number): FactValues => lastBegun(states, atMs)?.values ?? {};

/** The first one also stands for the time before it. */
function lastBegun<State extends { fromMs: number }>(
  states: readonly State[],
  atMs: number,
): State | undefined {
  return states.findLast((state) => state.fromMs <= atMs) ?? states[0];
}

/** They are in the order of time: found by halving, for a history is asked about many moments. */
function upTo<One extends { atMs: number }>(ordered: readonly One[], atMs: number): readonly One[] {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ordered[middle]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) from = middle + 1;
    else to = middle;
  }
  return from === ordered.length ? ordered : ordered.slice(0, from);
}
