import { compareText, emailKey, type PersonKey, userKey } from './identity-fact.ts';

/** What facts say of users, each statement with the earliest time at which it was made. */
export type UsersSaid = {
  emails: readonly { userId: string; email: string; atMs: number }[];
  aliases: readonly { previousUserId: string; userId: string; atMs: number }[];
};

/**
 * Who each user is: the e-mail address they first gave. One who gave none is whom the earliest alias leads to, step by
 * step; where that ends without an address, the address of the first who leads there; else themselves. A ring of
 * aliases ends in the first of its users by name.
 */
export function personsOfUsers(userIds: Iterable<string>, said: UsersSaid): Map<string, PersonKey> {
  const first = earliestOf(
    said.emails.map(({ userId, email, atMs }) => ({ key: userId, value: email, atMs })),
  );
  const next = earliestOf(
    said.aliases
      .filter((alias) => alias.previousUserId !== alias.userId)
      .map(({ previousUserId, userId, atMs }) => ({ key: previousUserId, value: userId, atMs })),
  );
  const lent = lentAddresses(first, next);
  const persons = new Map<string, PersonKey>();
  for (const userId of userIds) {
    const end = endOf(userId, first, next);
    const email = first.get(end)?.value ?? lent.get(end)?.value;
    persons.set(userId, email === undefined ? userKey(end) : emailKey(email));
  }
  return persons;
}

type Said = { value: string; atMs: number };

function isEarlier(left: Said, right: Said): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && compareText(left.value, right.value) < 0);
}

function earliestOf(said: readonly (Said & { key: string })[]): Map<string, Said> {
  const earliest = new Map<string, Said>();
  for (const { key, value, atMs } of said) {
    const known = earliest.get(key);
    if (!known || isEarlier({ value, atMs }, known)) earliest.set(key, { value, atMs });
  }
  return earliest;
}

/** Follows the aliases to somebody with an address, to an end, or around a ring. */
function endOf(start: string, first: ReadonlyMap<string, Said>, next: ReadonlyMap<string, Said>): string {
  const way: string[] = [];
  const passed = new Set<string>();
  let at = start;
  while (!first.has(at)) {
    if (passed.has(at)) return way.slice(way.indexOf(at)).sort(compareText)[0] ?? at;
    passed.add(at);
    way.push(at);
    const step = next.get(at);
    if (!step) return at;
    at = step.value;
  }
  return at;
}

/** Somebody with an address who leads to one without lends it: "the user I was is the user I am". */
function lentAddresses(first: ReadonlyMap<string, Said>, next: ReadonlyMap<string, Said>): Map<string, Said> {
  const lent: (Said & { key: string })[] = [];
  for (const [previousUserId, { value: userId, atMs }] of next) {
    const email = first.get(previousUserId);
    if (!email || first.has(userId)) continue;
    const end = endOf(userId, first, next);
    if (!first.has(end)) lent.push({ key: end, value: email.value, atMs });
  }
  return earliestOf(lent);
}
