import { AppError } from '../../../../platform/errors.ts';
import { NewsListener } from '../../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../../platform/services.ts';
import { changesChannel } from '../write-move.ts';
import { Subscription } from './subscription.ts';

const mostSubscriptions = 500;
/** What changes within this time is told together. */
const gatherMs = 150;

/**
 * All pages of this process that watch hand-offs. It listens only while there are any, and asks the database nothing:
 * what is told names the hand-off.
 */
export class LiveHub {
  readonly #rooms = new Map<string, Set<Subscription>>();
  readonly #changed = new Map<string, Set<string>>();
  readonly #listener: NewsListener;
  #timer: NodeJS.Timeout | null = null;
  #size = 0;
  #closed = false;

  constructor(services: Pick<Services, 'engines' | 'log'>) {
    this.#listener = new NewsListener({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison hand-offs',
      channels: [changesChannel],
      log: services.log,
      onNews: (_, payload) => this.#heard(payload),
      // What was told while nobody listened is not known.
      onConnected: () => {
        for (const room of this.#rooms.values()) for (const each of room) each.refresh();
      },
    });
  }

  get size(): number {
    return this.#size;
  }

  subscribe(workspaceId: string, handoffId: string | null): Subscription {
    if (this.#closed || this.#size >= mostSubscriptions) {
      throw new AppError(
        'too_many_requests',
        `${mostSubscriptions} pages are watching already. Close some, or reload this one by hand.`,
      );
    }
    const subscription = new Subscription({ workspaceId, handoffId, onEnd: (ended) => this.#leave(ended) });
    const room = this.#rooms.get(workspaceId) ?? new Set();
    this.#rooms.set(workspaceId, room.add(subscription));
    this.#size += 1;
    if (this.#size === 1) this.#listener.start();
    return subscription;
  }

  /** Ends every stream; the program is stopping. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const room of [...this.#rooms.values()]) for (const each of [...room]) each.end();
    await this.#listener.stop();
  }

  #leave(subscription: Subscription): void {
    const room = this.#rooms.get(subscription.workspaceId);
    if (!room?.delete(subscription)) return;
    this.#size -= 1;
    if (room.size === 0) this.#rooms.delete(subscription.workspaceId);
    if (this.#size === 0) void this.#listener.stop();
  }

  #heard(payload: string): void {
    const [workspaceId = '', handoffId = ''] = payload.split(':');
    if (!this.#rooms.has(workspaceId)) return;
    const ids = this.#changed.get(workspaceId) ?? new Set();
    this.#changed.set(workspaceId, ids.add(handoffId));
    this.#timer ??= setTimeout(() => this.#tell(), gatherMs);
  }

  #tell(): void {
    this.#timer = null;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const [workspaceId, ids] of changed) {
      for (const each of this.#rooms.get(workspaceId) ?? []) each.push([...ids]);
    }
  }
}

const hubs = new WeakMap<Services['database'], LiveHub>();

/** The one hub of a process. */
export function liveHubOf(services: Services): LiveHub {
  const hub = hubs.get(services.database) ?? new LiveHub(services);
  hubs.set(services.database, hub);
  return hub;
}

/** Ends the open streams, so that the server can close. */
export async function closeHandoffStreams(services: Services): Promise<void> {
  await hubs.get(services.database)?.close();
}
