import { compareText, type IdentityFact, type IdentityWithdrawal, type PersonKey } from './identity-fact.ts';

/** A fact on a profile with the person it names; `isUse` where it only says that they go on using it. */
export type NamingFact = { id: string; atMs: number; person: PersonKey; isUse: boolean };

export const namingFact = ({ id, atMs, kind }: IdentityFact, person: PersonKey): NamingFact => ({
  id,
  atMs,
  person,
  isUse: kind === 'use',
});

/** Whose a profile is, from a time until before another; a time of null is open. */
export type Span = {
  fromMs: number | null;
  toMs: number | null;
  contact: string;
  person: PersonKey;
  /** The fact by which the span began. */
  factId: string;
};

type OfProfile = {
  facts: readonly NamingFact[];
  withdrawals: readonly Pick<IdentityWithdrawal, 'keys' | 'beforeMs'>[];
  /** Who a key means by now; of a user, who they are. */
  personOf: (key: PersonKey) => PersonKey;
  /** The contact of a person; undefined where there can be none, and then the fact counts for nothing. */
  contactOf: (person: PersonKey) => string | undefined;
};

/**
 * The spans of one profile. What happened before anybody was named belongs to the first who is; each later change of
 * the person begins a new span, so that no history is taken from the one before. Who was said not to be on it counts
 * again from when they sign in anew: that somebody is still signed in by that name says nothing new.
 */
export function spansOfProfile({ facts, withdrawals, personOf, contactOf }: OfProfile): Span[] {
  const withdrawnUntil = latestWithdrawals(withdrawals, personOf);
  const sorted = [...facts].sort(
    (left, right) =>
      left.atMs - right.atMs || compareText(left.person, right.person) || compareText(left.id, right.id),
  );
  const backFrom = signedInAnew(sorted, withdrawnUntil);
  const spans: Span[] = [];
  for (const { id, atMs, person } of sorted) {
    const contact = contactOf(person);
    const until = withdrawnUntil.get(person);
    if (contact === undefined) continue;
    if (until !== undefined && atMs < (backFrom.get(person) ?? Number.POSITIVE_INFINITY)) continue;
    let last = spans.at(-1);
    // Two named at the same instant: the later of the two keys has it from then on, and the other nothing of it.
    if (last && last.fromMs === atMs && last.contact !== contact) {
      spans.pop();
      last = spans.at(-1);
    }
    const fromMs = last || until !== undefined ? atMs : null;
    if (last?.contact === contact) last.toMs = null;
    else {
      if (last) last.toMs = fromMs;
      spans.push({ fromMs, toMs: null, contact, person, factId: id });
    }
  }
  return spans;
}

/** When those who were said not to be on the profile first said anew that they are. */
function signedInAnew(
  sorted: readonly NamingFact[],
  withdrawnUntil: ReadonlyMap<PersonKey, number>,
): Map<PersonKey, number> {
  const anew = new Map<PersonKey, number>();
  for (const { atMs, person, isUse } of sorted) {
    const until = withdrawnUntil.get(person);
    if (until !== undefined && atMs > until && !isUse && !anew.has(person)) anew.set(person, atMs);
  }
  return anew;
}

function latestWithdrawals(
  withdrawals: OfProfile['withdrawals'],
  personOf: OfProfile['personOf'],
): Map<PersonKey, number> {
  const latest = new Map<PersonKey, number>();
  for (const { keys, beforeMs } of withdrawals) {
    for (const key of keys) {
      const person = personOf(key);
      latest.set(person, Math.max(beforeMs, latest.get(person) ?? beforeMs));
    }
  }
  return latest;
}
