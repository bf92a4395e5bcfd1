import { signWords } from '../../../platform/auth/seal.ts';
import type { Services } from '../../../platform/services.ts';
import { addressOf, classifierOf, type ExclusionsInUse, isWithin, judge } from '../../tracking/index.ts';
import type { Ticket } from '../viewer/ticket.ts';
import { dataCentres } from './data-centres.ts';
import { deviceWords } from './device-words.ts';
import type { ReaderSignals } from './judge-reader.ts';

/** What a beacon came with. */
export type BeaconRequest = {
  ip: string | null;
  userAgent: string | null;
  headers: Headers;
  /** A member of the workspace is signed in to Liaison in the reader's browser. */
  isMember: boolean;
  at: Date;
};

/** Of a request no more is kept than this: no address, and of the browser its kind. */
export type RequestMarks = {
  signals: Pick<ReaderSignals, 'machine' | 'staff' | 'network'>;
  deviceHash: string | null;
  networkHash: string | null;
  deviceWords: string | null;
};

export async function readRequest(
  services: Services,
  ticket: Ticket,
  request: BeaconRequest,
): Promise<RequestMarks> {
  const { exclusions } = await classifierOf(services, ticket.workspaceId);
  const { device = null } = ticket;
  const network = networkPart(request.ip);
  return {
    signals: judgeRequest({ ticket, request, exclusions }),
    deviceHash: device === null ? null : await hashOf(services, `device:${ticket.workspaceId}:${device}`),
    networkHash: network === null ? null : await hashOf(services, `network:${ticket.workspaceId}:${network}`),
    deviceWords: deviceWords(request.userAgent),
  };
}

/** Why it would not count by the rules that hold for all tracking, each kind of reason by itself. */
export function judgeRequest(options: {
  ticket: Pick<Ticket, 'email' | 'isMember'>;
  request: Pick<BeaconRequest, 'ip' | 'userAgent' | 'isMember'>;
  exclusions: ExclusionsInUse;
}): RequestMarks['signals'] {
  const { ticket, request, exclusions } = options;
  const isMember = request.isMember || ticket.isMember === true;
  // A browser says its name; what says none is none.
  const machine = request.userAgent
    ? judge({ ...nothing, userAgent: request.userAgent }, { ...exclusions, staffMembers: false })
    : 'bot';
  const staff = judge(
    {
      ...nothing,
      ip: request.ip,
      email: ticket.email?.trim().toLowerCase() ?? null,
      request: { ...nothing.request, isMember },
    },
    { ...exclusions, scannerNetworks: [] },
  );
  const isScanner =
    judge({ ...nothing, ip: request.ip }, { ...exclusions, staffNetworks: [] }) === 'link_scanner';
  const network = isScanner ? 'scanner' : isInDataCentre(request.ip) ? 'data_centre' : null;
  return {
    ...(machine === null ? {} : { machine }),
    ...(staff === null ? {} : { staff }),
    ...(network === null ? {} : { network }),
  };
}

const nothing = {
  call: 'page',
  url: null,
  referrer: null,
  campaign: { source: null, medium: null, name: null, term: null, content: null },
  userAgent: null,
  ip: null,
  email: null,
  request: { origin: null, purpose: null, isMember: false },
};

function isInDataCentre(ip: string | null): boolean {
  const address = ip === null ? null : addressOf(ip);
  return address !== null && isWithin(address, dataCentres);
}

/** A provider gives its customers another address now and then, but of the same network. */
const keptBytes = { ipv4: 3, ipv6: 6 } as const;

function networkPart(ip: string | null): string | null {
  const address = ip === null ? null : addressOf(ip);
  return address === null ? null : address.toByteArray().slice(0, keptBytes[address.kind()]).join('.');
}

/** Says whether two are the same, and nothing else: nobody without our key can try addresses. */
async function hashOf(services: Pick<Services, 'config'>, words: string): Promise<string> {
  const signed = await signWords(services.config, 'reader', words);
  return signed.slice(signed.lastIndexOf('.') + 1);
}
