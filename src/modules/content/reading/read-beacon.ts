import { createHash } from 'node:crypto';
import { AppError } from '../../../platform/errors.ts';
import type { Ticket } from '../viewer/ticket.ts';
import { type Beacon, beaconSchema, longestBeaconBytes } from './beacon.ts';
import type { ReaderSignals } from './judge-reader.ts';

/** What one beacon says of one piece. */
export type HeardVisit = {
  visitId: string;
  asset: Ticket['assets'][number];
  /** Cumulative. */
  pages: ReadonlyMap<number, number>;
  lastPage: number | null;
};

export type HeardBeacon = {
  seq: number;
  visits: HeardVisit[];
  signals: ReaderSignals;
  ended: boolean;
};

/** Between the making of the ticket and the first look at the page's clock, and for clocks that go a little apart. */
const slackMs = 1_000;
const slackShare = 0.01;

/** A beacon as far as it can be believed. Throws where it is none of ours. */
export function readBeacon(options: { ticket: Ticket; body: string; at: Date }): HeardBeacon {
  const { ticket, body, at } = options;
  const beacon = parse(body);
  const places = placesOf(beacon, ticket);
  const elapsedMs = Math.max(0, at.getTime() - ticket.issuedAtMs);
  const saidMs = places.reduce((sum, { activeMs }) => sum + activeMs, 0);
  const mostMs = Math.min(beacon.openMs, elapsedMs) + slackMs + elapsedMs * slackShare;
  const isMisfit = saidMs > mostMs;
  const visits = places.map(({ asset, position, pages }) => ({
    visitId: visitIdOf(ticket, position),
    asset,
    // Of times that cannot be none is believed.
    pages: isMisfit ? new Map<number, number>() : pages,
    lastPage: beacon.at?.asset === position ? beacon.at.page : null,
  }));
  return {
    seq: beacon.seq,
    visits,
    signals: { ...beacon.signals, ...(isMisfit ? { misfit: true } : {}) },
    ended: beacon.ended ?? false,
  };
}

function parse(body: string): Beacon {
  if (Buffer.byteLength(body) > longestBeaconBytes)
    throw new AppError('too_large', `A beacon holds at most ${longestBeaconBytes} bytes.`);
  const read = beaconSchema.safeParse(jsonOf(body));
  if (read.success) return read.data;
  throw new AppError('invalid_input', 'This is no beacon of the reading page.', {
    fields: read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

type Place = {
  position: number;
  asset: Ticket['assets'][number];
  pages: Map<number, number>;
  activeMs: number;
};

function placesOf(beacon: Beacon, ticket: Ticket): Place[] {
  const named = new Set(Object.keys(beacon.pages).map(Number));
  if (beacon.at) named.add(beacon.at.asset);
  else if (named.size === 0) named.add(0);
  return [...named].map((position) => {
    const asset = ticket.assets[position];
    if (!asset) throw outside();
    if (beacon.at?.asset === position && beacon.at.page > asset.pageCount) throw outside();
    const pages = new Map<number, number>();
    for (const [page, ms] of Object.entries(beacon.pages[String(position)] ?? {})) {
      if (Number(page) > asset.pageCount) throw outside();
      if (ms > 0) pages.set(Number(page), ms);
    }
    return { position, asset, pages, activeMs: [...pages.values()].reduce((sum, ms) => sum + ms, 0) };
  });
}

const outside = () =>
  new AppError('invalid_input', 'The beacon names a page that this link does not show. Load the page again.');

/**
 * The visit of a ticket to one of its pieces; of the first, the ticket's own. Always the same, so that every process
 * that hears of it writes to the same row.
 */
export function visitIdOf(ticket: Pick<Ticket, 'visitId' | 'assets'>, position: number): string {
  const assetId = ticket.assets[position]?.assetId;
  if (position === 0 || assetId === undefined) return ticket.visitId;
  const hash = createHash('sha256').update(`${ticket.visitId}:${assetId}`).digest('hex');
  // Version 8 (made in a way of one's own), with the ticket's time in front, as ids here sort by it.
  const time = ticket.visitId.slice(0, 13);
  return `${time}-8${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}
