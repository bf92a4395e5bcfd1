/**
 * Somebody said who somebody is. The id and what brought it are for showing; who is who depends only on what is said
 * and when it happened.
 */
export type IdentityFact = {
  id: string;
  kind: FactKind;
  /** When it happened, in milliseconds. */
  atMs: number;
  profileId: string | null;
  userId: string | null;
  /** Of an alias: what the user was called before, be it a user id or the name of a profile. */
  previousUserId: string | null;
  /** The profile of that name, where there is one: it is the user's too. */
  previousProfileId: string | null;
  email: string | null;
  contactId: string | null;
  /** False: a robot, a scanner or one of ours said it; it counts for nothing. */
  verified: boolean;
};

/** `use`: somebody who signed in goes on using the profile; the others say anew who is on it. */
export type FactKind = 'identify' | 'use' | 'alias' | 'group' | 'form' | 'share' | 'import' | 'hand';

/** "Not this person": what those named by `keys` said on the profile until then counts for nothing. */
export type IdentityWithdrawal = { profileId: string; keys: readonly PersonKey[]; beforeMs: number };

/** `email:<address>`, `user:<id>` or `contact:<id>`: a person by the best that is known of them. */
export type PersonKey = `email:${string}` | `user:${string}` | `contact:${string}`;

export const emailKey = (email: string): PersonKey => `email:${email}`;
export const userKey = (userId: string): PersonKey => `user:${userId}`;
export const contactKey = (contactId: string): PersonKey => `contact:${contactId}`;

/** Reads a stored key; what is none names nobody. */
export function asPersonKey(text: string): PersonKey | null {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  if (text.startsWith('email:')) return emailKey(rest);
  if (text.startsWith('user:')) return userKey(rest);
  return text.startsWith('contact:') ? contactKey(rest) : null;
}

/** A group's address is the company's, not a person's. */
export function emailOf(fact: IdentityFact): string | null {
  return fact.kind === 'group' ? null : fact.email;
}

/** Whom a fact names by itself, before it is known who its user is. */
export function subjectOf(fact: IdentityFact): PersonKey | null {
  if (fact.contactId !== null) return contactKey(fact.contactId);
  if (fact.userId !== null) return userKey(fact.userId);
  const email = emailOf(fact);
  return email === null ? null : emailKey(email);
}

/** The profiles on which a fact names somebody. */
export function profilesOf({ profileId, previousProfileId }: IdentityFact): string[] {
  if (profileId === null) return previousProfileId === null ? [] : [previousProfileId];
  if (previousProfileId === null || previousProfileId === profileId) return [profileId];
  return [profileId, previousProfileId];
}

/** By code units, the same on every machine; not by a language's rules. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
