import { AppError } from '../../../platform/errors.ts';
import { warnOnce } from '../../../platform/log.ts';
import type { Services } from '../../../platform/services.ts';
import type { ReaderSignals } from './judge-reader.ts';
import { mergeSignals } from './merge-signals.ts';
import type { HeardVisit } from './read-beacon.ts';
import { writeVisits } from './write-visits.ts';

/** What was heard of a visit since it was written last. */
export type PendingVisit = {
  id: string;
  workspaceId: string;
  ticketId: string;
  linkId: string;
  assetId: string;
  versionId: string;
  pageCount: number;
  email: string | null;
  emailVerified: boolean;
  contactId: string | null;
  deviceHash: string | null;
  networkHash: string | null;
  deviceWords: string | null;
  pages: Map<number, number>;
  lastPage: number | null;
  seq: number;
  ended: boolean;
  startedAtMs: number;
  lastAtMs: number;
  downloadedAtMs: number | null;
  signals: ReaderSignals;
  /** Beacons heard. */
  heard: number;
};

export type NewPending = Omit<PendingVisit, 'pages' | 'lastPage' | 'heard'> &
  Pick<HeardVisit, 'pages' | 'lastPage'>;

/** Beacons are written together, at most so often. */
const pauseMs = 500;
const shortestMs = 50;
/** Beyond this the database is not keeping up; the page sends what it holds again with its next beacon. */
const mostPending = 20_000;
/** A page sends about one a second. */
const mostHeard = 60;

/**
 * Beacons of this process that are not written yet. They are cumulative: what is lost with the process, the next one
 * tells again.
 */
export class BeaconBuffer {
  readonly #services: Services;
  readonly #warn: (reason: string) => void;
  #pending = new Map<string, PendingVisit>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(services: Services) {
    this.#services = services;
    this.#warn = warnOnce(services.log, 'what was read waits to be written');
  }

  add(news: NewPending): void {
    const known = this.#pending.get(news.id);
    if (this.#closed || (!known && this.#pending.size >= mostPending))
      throw new AppError('unavailable', 'Too much is being read to note it all now. Try again in a moment.');
    if (known && known.heard >= mostHeard)
      throw new AppError(
        'too_many_requests',
        'This page tells of its reading too often. Once a second will do.',
      );
    this.#pending.set(news.id, known ? mergePending(known, news) : asPending(news));
    this.#schedule();
  }

  /** Writes what waits now; answers when it is written. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** Writes the last of it, and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #schedule(): void {
    if (this.#timer || this.#closed) return;
    const restMs = this.#writtenAtMs + pauseMs - performance.now();
    this.#timer = setTimeout(() => void this.flush(), Math.max(restMs, shortestMs));
    this.#timer.unref();
  }

  async #write(): Promise<void> {
    const pending = this.#pending;
    if (pending.size === 0) return;
    this.#pending = new Map();
    for (const [workspaceId, visits] of Map.groupBy(pending.values(), (visit) => visit.workspaceId)) {
      try {
        await writeVisits(this.#services, workspaceId, visits);
      } catch (error) {
        this.#warn(error instanceof Error ? error.message : String(error));
        this.#takeBack(visits);
      }
    }
    this.#writtenAtMs = performance.now();
    if (this.#pending.size > 0) this.#schedule();
  }

  /** What could not be written is tried again with what came meanwhile. */
  #takeBack(visits: readonly PendingVisit[]): void {
    for (const visit of visits) {
      const since = this.#pending.get(visit.id);
      this.#pending.set(visit.id, since ? mergePending(visit, since) : { ...visit, heard: 0 });
    }
  }
}

function asPending(news: NewPending): PendingVisit {
  return { ...news, pages: new Map(news.pages), heard: 1 };
}

/** The greatest of everything that counts up; of what may go back and forth, the latest. */
function mergePending(a: PendingVisit, b: NewPending): PendingVisit {
  const later = b.seq > a.seq ? b : a;
  const pages = new Map(a.pages);
  for (const [page, ms] of b.pages) pages.set(page, Math.max(ms, pages.get(page) ?? 0));
  const downloads = [a.downloadedAtMs, b.downloadedAtMs].filter((at) => at !== null);
  return {
    ...a,
    pages,
    lastPage: later.lastPage ?? a.lastPage ?? b.lastPage,
    seq: later.seq,
    ended: later.ended,
    startedAtMs: Math.min(a.startedAtMs, b.startedAtMs),
    lastAtMs: later.lastAtMs,
    downloadedAtMs: downloads.length === 0 ? null : Math.min(...downloads),
    signals: mergeSignals(a.signals, b.signals),
    heard: a.heard + 1,
  };
}

const buffers = new WeakMap<Services['database'], BeaconBuffer>();

/** The one of a process. */
export function beaconBufferOf(services: Services): BeaconBuffer {
  const buffer = buffers.get(services.database) ?? new BeaconBuffer(services);
  buffers.set(services.database, buffer);
  return buffer;
}
