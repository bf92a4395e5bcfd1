import type { Device } from './api-types.ts';

const shownLetters = 8;
const longName = 16;

/** A tracker's random name, short enough to tell one device from another; a server's user by their id. */
export function deviceName(anonymousId: string): string {
  if (anonymousId.startsWith('user:')) return `Seen by a server as ${anonymousId.slice('user:'.length)}`;
  if (anonymousId.length <= longName) return anonymousId;
  return `Device ${anonymousId.slice(0, shownLetters)}`;
}

/** Who said that a device is theirs, in a few words. */
export function saidWords(said: Device['saidBy']): string {
  if (said === null) return '';
  const as = said.email ?? said.userId;
  const signedIn = as === null ? 'signed in' : `signed in as ${as}`;
  const words: Record<typeof said.kind, string> = {
    identify: signedIn,
    use: signedIn,
    alias: signedIn,
    group: signedIn,
    form: as === null ? 'filled in a form' : `filled in a form as ${as}`,
    share: 'opened a link that was sent to them',
    import: `as ${said.source} says`,
    hand: `as ${said.source} says`,
  };
  return words[said.kind];
}

/** The time for which a device is theirs, where it is not all of it. */
export function spanWords(
  { from, to }: Pick<Device, 'from' | 'to'>,
  formatDate: (at: string) => string,
): string {
  if (from === null && to === null) return '';
  if (from === null && to !== null) return `until ${formatDate(to)}, when somebody else signed in`;
  if (from !== null && to === null) return `since ${formatDate(from)}`;
  return from !== null && to !== null ? `from ${formatDate(from)} to ${formatDate(to)}` : '';
}
