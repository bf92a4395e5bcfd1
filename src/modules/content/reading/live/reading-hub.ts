import { LiveRooms } from '../../../../platform/live/live-rooms.ts';
import { Subscription } from '../../../../platform/live/subscription.ts';
import type { Services } from '../../../../platform/services.ts';
import type { ReadingLiveEvent } from '../contract.ts';
import { readNow, type Watching } from '../read-now.ts';
import { readingChannel } from '../reading-channel.ts';

type Used = Pick<Services, 'database' | 'engines' | 'log' | 'now'>;

/** One open page that shows who reads. What it does not take in time is replaced by what holds now. */
class ReadingSubscription extends Subscription<ReadingLiveEvent> {
  readonly watching: Watching;
  #told = '';

  constructor(options: {
    workspaceId: string;
    watching: Watching;
    onEnd: (subscription: ReadingSubscription) => void;
  }) {
    super({ ...options, gather: (_, event) => [event], onEnd: () => options.onEnd(this) });
    this.watching = options.watching;
  }

  /** The same again is not told again. */
  override push(event: ReadingLiveEvent): void {
    const text = JSON.stringify(event);
    if (text === this.#told) return;
    this.#told = text;
    super.push(event);
  }
}

/** All pages of this process that show who reads. */
export class ReadingHub {
  readonly #services: Used;
  readonly #rooms: LiveRooms<ReadingSubscription>;

  constructor(services: Used) {
    this.#services = services;
    this.#rooms = new LiveRooms({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison reading',
      channel: readingChannel,
      log: services.log,
      tell: (workspaceId, subscriptions) => this.#tell(workspaceId, subscriptions),
    });
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Begins to tell a page: first who reads at this moment, then each change. */
  async subscribe(options: { workspaceId: string; watching: Watching }): Promise<ReadingSubscription> {
    const subscription = new ReadingSubscription({ ...options, onEnd: (ended) => this.#rooms.leave(ended) });
    await this.#rooms.enter(subscription);
    return subscription;
  }

  close(): Promise<void> {
    return this.#rooms.close();
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
