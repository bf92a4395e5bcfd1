import type { ForwardReason } from './visit-record.ts';

export type Opening = {
  ticketId: string | null;
  deviceHash: string | null;
  networkHash: string | null;
  email: string | null;
  emailVerified: boolean;
};

/**
 * Why somebody else than the named person seems to read; null where it is them as far as can be seen. `before`: the
 * openings of the same link that were theirs. A device that is known stays theirs wherever they carry it.
 */
export function forwardOf(options: {
  opening: Opening;
  before: readonly Opening[];
  /** Of the named person, lower-case. */
  contactEmail: string | null;
}): ForwardReason | null {
  const { opening, before, contactEmail } = options;
  const email = opening.email?.trim().toLowerCase() ?? null;
  if (email !== null && contactEmail !== null) {
    if (email !== contactEmail) return 'email';
    if (opening.emailVerified) return null;
  }
  if (before.some((other) => other.ticketId !== null && other.ticketId === opening.ticketId)) return null;
  const devices = before.map(({ deviceHash }) => deviceHash).filter((hash) => hash !== null);
  if (opening.deviceHash !== null && devices.length > 0)
    return devices.includes(opening.deviceHash) ? null : 'device';
  const networks = before.map(({ networkHash }) => networkHash).filter((hash) => hash !== null);
  if (opening.networkHash === null || networks.length === 0) return null;
  return networks.includes(opening.networkHash) ? null : 'network';
}
