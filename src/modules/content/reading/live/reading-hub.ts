import { AppError } from '../../../../platform/errors.ts';
import { NewsListener } from '../../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../../platform/services.ts';
import { readNow, type Watching } from '../read-now.ts';
import { readingChannel } from '../reading-channel.ts';
import { ReadingSubscription } from './subscription.ts';

const mostSubscriptions = 2_000;
/** What is read within this time is told together. */
const gatherMs = 100;
/** A page is told no more often than this. */
const shortestPauseMs = 500;

type Used = Pick<Services, 'database' | 'engines' | 'log' | 'now'>;
type Room = {
  subscriptions: Set<ReadingSubscription>;
  timer: NodeJS.Timeout | null;
  running: boolean;
  wanted: boolean;
};

/** All pages of this process that show who reads. It listens only while there are any. */
export class ReadingHub {
  readonly #services: Used;
  readonly #rooms = new Map<string, Room>();
  readonly #listener: NewsListener;
  #closed = false;

  constructor(services: Used) {
    this.#services = services;
    this.#listener = new NewsListener({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison reading',
      channels: [readingChannel],
      log: services.log,
      onNews: (_, workspaceId) => this.#want(workspaceId),
      // What was told while nothing was heard is looked up.
      onConnected: () => {
        for (const workspaceId of this.#rooms.keys()) this.#want(workspaceId);
      },
    });
  }

  get size(): number {
    let size = 0;
    for (const { subscriptions } of this.#rooms.values()) size += subscriptions.size;
    return size;
  }

  /** Begins to tell a page: first who reads at this moment, then each change. */
  async subscribe(options: { workspaceId: string; watching: Watching }): Promise<ReadingSubscription> {
    if (this.#closed || this.size >= mostSubscriptions)
      throw new AppError(
        'too_many_requests',
        'Too many pages are open. Close some, or reload this one later.',
      );
    const { workspaceId } = options;
    const subscription = new ReadingSubscription({ ...options, onEnd: (ended) => this.#leave(ended) });
    const room = this.#rooms.get(workspaceId) ?? {
      subscriptions: new Set(),
      timer: null,
      running: false,
      wanted: false,
    };
    this.#rooms.set(workspaceId, room);
    room.subscriptions.add(subscription);
    this.#listener.start();
    try {
      // Watched before it is read, so that nothing falls between.
      await this.#tell(workspaceId, [subscription]);
    } catch (error) {
      subscription.end();
      throw error;
    }
    return subscription;
  }

  /** Ends every stream; the program is stopping. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { subscriptions } of [...this.#rooms.values()])
      for (const subscription of [...subscriptions]) subscription.end();
    await this.#listener.stop();
  }

  #leave(subscription: ReadingSubscription): void {
    const room = this.#rooms.get(subscription.workspaceId);
    room?.subscriptions.delete(subscription);
    if (room?.subscriptions.size === 0) {
      if (room.timer) clearTimeout(room.timer);
      this.#rooms.delete(subscription.workspaceId);
    }
    if (this.#rooms.size === 0) void this.#listener.stop();
  }

  #want(workspaceId: string, pauseMs = gatherMs): void {
    const room = this.#rooms.get(workspaceId);
    if (!room) return;
    room.wanted = true;
    if (room.timer || room.running) return;
    room.timer = setTimeout(() => {
      room.timer = null;
      void this.#serve(workspaceId, room);
    }, pauseMs);
  }

  async #serve(workspaceId: string, room: Room): Promise<void> {
    room.wanted = false;
    room.running = true;
    try {
      await this.#tell(workspaceId, [...room.subscriptions]);
    } catch (error) {
      // The next beacon, or the listener's next connection, brings it.
      this.#services.log.debug({ err: error }, 'cannot read who reads');
    } finally {
      room.running = false;
      if (room.wanted && room.subscriptions.size > 0) this.#want(workspaceId, shortestPauseMs);
    }
  }

  /** Asked once for all who see everybody's links, and once for each person who sees their own. */
  async #tell(workspaceId: string, subscriptions: readonly ReadingSubscription[]): Promise<void> {
    const now = this.#services.now();
    const groups = Map.groupBy(subscriptions, ({ watching }) =>
      watching.everybody ? 'everybody' : watching.userId,
    );
    for (const group of groups.values()) {
      const watching = group[0]?.watching;
      if (!watching) continue;
      const readers = await this.#services.database.inWorkspace(workspaceId, (tx) =>
        readNow(tx, { watching, now }),
      );
      for (const subscription of group) subscription.push({ readers });
    }
  }
}

const hubs = new WeakMap<Services['database'], ReadingHub>();

/** The one hub of a process. */
export function readingHubOf(services: Used): ReadingHub {
  const hub = hubs.get(services.database) ?? new ReadingHub(services);
  hubs.set(services.database, hub);
  return hub;
}

/** Ends the open streams, so that the server can close. */
export async function closeReadingStreams(services: Pick<Services, 'database'>): Promise<void> {
  await hubs.get(services.database)?.close();
}
