import type { ShareLink, WayToSend } from '../share/api-types.ts';

/** "4 min 12 s", "42 s": attention, where seconds count. */
export function spanText(spanMs: number): string {
  const seconds = Math.round(spanMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const shareText = (completion: number): string => `${Math.round(completion * 100)} %`;

export const stateWords: Record<ShareLink['state'], string> = {
  open: 'open',
  expired: 'ended',
  revoked: 'taken back',
};

export const wayWords: Record<WayToSend, string> = {
  copied: 'copied',
  mailto: 'by mail',
  linkedin: 'on LinkedIn',
  liaison: 'sent by Liaison',
};

/** Whom it is for: a person, anyone at a company, or anyone. */
export function forWords({ contact, account }: Pick<ShareLink, 'contact' | 'account'>): string {
  if (contact) return contact.name;
  return account ? `anyone at ${account.name}` : 'anyone';
}

/** "2 people, 5 visits", "not yet" */
export function readWords({ visits, people }: Pick<ShareLink, 'visits' | 'people'>): string {
  if (visits === 0) return 'not yet';
  const who = `${people} ${people === 1 ? 'person' : 'people'}`;
  return visits === 1 || visits === people ? who : `${who}, ${visits} visits`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
