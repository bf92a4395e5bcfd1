import type { Services } from '../../../platform/services.ts';
import type { Ticket } from '../viewer/ticket.ts';
import { beaconBufferOf } from './beacon-buffer.ts';
import { readBeacon, visitIdOf } from './read-beacon.ts';
import { type BeaconRequest, type RequestMarks, readRequest } from './read-request.ts';

/**
 * Takes what an open page says of its reading. It is checked at once and written soon, together with others. Throws an
 * AppError where it is none of ours, or where there is too much of it.
 */
export async function takeBeacon(
  services: Services,
  { ticket, body, request }: { ticket: Ticket; body: string; request: BeaconRequest },
): Promise<void> {
  const heard = readBeacon({ ticket, body, at: request.at });
  // A page that is loaded ahead is read by nobody yet.
  if (isAhead(request.headers)) return;
  const marks = await marksOf(services, ticket, request);
  const atMs = request.at.getTime();
  for (const { visitId, asset, pages, lastPage } of heard.visits) {
    const activeMs = [...pages.values()].reduce((sum, ms) => sum + ms, 0);
    beaconBufferOf(services).add({
      ...ofTicket(ticket),
      ...marks,
      id: visitId,
      ...asset,
      pages,
      lastPage,
      seq: heard.seq,
      ended: heard.ended,
      startedAtMs: Math.max(ticket.issuedAtMs, atMs - activeMs),
      lastAtMs: atMs,
      downloadedAtMs: null,
      signals: { ...heard.signals, ...marks.signals },
    });
  }
}

/** Notes that a piece was downloaded: by a form that was sent, never by a GET. */
export async function downloadOf(
  services: Services,
  options: { ticket: Ticket; assetId: string; request?: BeaconRequest },
): Promise<void> {
  const { ticket, assetId, request } = options;
  const position = ticket.assets.findIndex((asset) => asset.assetId === assetId);
  const asset = ticket.assets[position];
  if (!asset) return;
  const marks = request ? await marksOf(services, ticket, request) : unknownMarks;
  const atMs = (request?.at ?? services.now()).getTime();
  beaconBufferOf(services).add({
    ...ofTicket(ticket),
    ...marks,
    id: visitIdOf(ticket, position),
    ...asset,
    pages: new Map(),
    lastPage: null,
    // Before every beacon: of where the reader is it says nothing.
    seq: -1,
    ended: false,
    startedAtMs: atMs,
    lastAtMs: atMs,
    downloadedAtMs: atMs,
  });
}

const unknownMarks: RequestMarks = { signals: {}, deviceHash: null, networkHash: null, deviceWords: null };

function ofTicket({ workspaceId, visitId, linkId, email, emailVerified, contactId }: Ticket) {
  return { workspaceId, ticketId: visitId, linkId, email, emailVerified, contactId };
}

const isAhead = (headers: Headers): boolean =>
  /prefetch|prerender|preview/i.test(
    headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-moz') ?? '',
  );

/** A page's beacons come from the same place mostly; so long it is remembered what is known of it. */
const mostRemembered = 5_000;
const rememberedMs = 10_000;
type Remembered = Map<string, { untilMs: number; marks: Promise<RequestMarks> }>;
const remembered = new WeakMap<Services['database'], Remembered>();

function marksOf(services: Services, ticket: Ticket, request: BeaconRequest): Promise<RequestMarks> {
  const known: Remembered = remembered.get(services.database) ?? new Map();
  remembered.set(services.database, known);
  const key = [ticket.visitId, request.ip, request.userAgent, request.isMember].join('\n');
  const nowMs = performance.now();
  const found = known.get(key);
  if (found && nowMs < found.untilMs) return found.marks;
  if (known.size >= mostRemembered) known.clear();
  const marks = readRequest(services, ticket, request);
  known.set(key, { untilMs: nowMs + rememberedMs, marks });
  marks.catch(() => known.delete(key));
  return marks;
}
