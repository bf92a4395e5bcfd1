import { compareText, type IdentityWithdrawal, type PersonKey } from './identity-fact.ts';

/** A fact on a profile with the person it names. */
export type NamingFact = { id: string; atMs: number; person: PersonKey };

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
 * the person begins a new span, so that no history is taken from the one before.
 */
export function spansOfProfile({ facts, withdrawals, personOf, contactOf }: OfProfile): Span[] {
  const withdrawnUntil = latestWithdrawals(withdrawals, personOf);
  const sorted = [...facts].sort(
    (left, right) =>
      left.atMs - right.atMs || compareText(left.person, right.person) || compareText(left.id, right.id),
  );
  const spans: Span[] = [];
  for (const { id, atMs, person } of sorted) {
    const contact = contactOf(person);
    const until = withdrawnUntil.get(person);
    if (contact === undefined || (until !== undefined && atMs <= until)) continue;
    let last = spans.at(-1);
    const fromMs = last ? atMs : (until ?? null);
    // Two named at the same instant: the later of the two keys has it from then on, and the other nothing of it.
    if (last && last.fromMs === atMs && last.contact !== contact) {
      spans.pop();
      last = spans.at(-1);
    }
    if (last?.contact === contact) last.toMs = null;
    else {
      if (last) last.toMs = fromMs;
      spans.push({ fromMs, toMs: null, contact, person, factId: id });
    }
  }
  return spans;
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
