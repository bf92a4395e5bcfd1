import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { NewsListener } from '../postgres/news-listener.ts';

const mostSubscriptions = 2_000;
/** What comes within this time is told together. */
const gatherMs = 100;
/** A page is told no more often than this. */
const shortestPauseMs = 500;

/** What rooms know of a page that watches. */
type Watching = { readonly workspaceId: string; end(): void };

type Room<Watched> = {
  subscriptions: Set<Watched>;
  timer: NodeJS.Timeout | null;
  running: boolean;
  wanted: boolean;
};

/**
 * All pages of this process that watch one thing, by workspace: told when PostgreSQL says that it changed there. It
 * listens only while there are any.
 */
export class LiveRooms<Watched extends Watching> {
  readonly #rooms = new Map<string, Room<Watched>>();
  readonly #listener: NewsListener;
  readonly #tell: (workspaceId: string, subscriptions: readonly Watched[]) => Promise<void>;
  readonly #log: Log;
  /** Pages that are being told how things stand, and whether something changed meanwhile. */
  readonly #entering = new Map<Watched, boolean>();
  #closed = false;

  constructor(options: {
    databaseUrl: string;
    /** Of the connection that listens. */
    name: string;
    /** Whose news carry the id of a workspace. */
    channel: string;
    log: Log;
    /** Tells these pages how things stand now. */
    tell(workspaceId: string, subscriptions: readonly Watched[]): Promise<void>;
  }) {
    this.#tell = options.tell;
    this.#log = options.log;
    this.#listener = new NewsListener({
      databaseUrl: options.databaseUrl,
      name: options.name,
      channels: [options.channel],
      log: options.log,
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

  /** Lets a page in and tells it how things stand; whatever changes from here on it is told, too. */
  async enter(subscription: Watched): Promise<void> {
    if (this.#closed || this.size >= mostSubscriptions)
      throw new AppError(
        'too_many_requests',
        'Too many pages are open. Close some, or reload this one later.',
      );
    const { workspaceId } = subscription;
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
      this.#entering.set(subscription, false);
      await this.#tell(workspaceId, [subscription]);
      if (this.#entering.get(subscription)) this.#want(workspaceId);
    } catch (error) {
      subscription.end();
      throw error;
    } finally {
      this.#entering.delete(subscription);
    }
  }

  leave(subscription: Watched): void {
    const room = this.#rooms.get(subscription.workspaceId);
    room?.subscriptions.delete(subscription);
    if (room?.subscriptions.size === 0) {
      if (room.timer) clearTimeout(room.timer);
      this.#rooms.delete(subscription.workspaceId);
    }
    if (this.#rooms.size === 0) void this.#listener.stop();
  }

  /** Ends every stream; the program is stopping. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { subscriptions } of [...this.#rooms.values()])
      for (const subscription of [...subscriptions]) subscription.end();
    await this.#listener.stop();
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

  async #serve(workspaceId: string, room: Room<Watched>): Promise<void> {
    room.wanted = false;
    room.running = true;
    try {
      const subscriptions = [...room.subscriptions].filter((one) => !this.#entering.has(one));
      for (const one of room.subscriptions) if (this.#entering.has(one)) this.#entering.set(one, true);
      await this.#tell(workspaceId, subscriptions);
    } catch (error) {
      // The next news, or the listener's next connection, brings it.
      this.#log.debug({ err: error }, 'cannot tell who watches');
    } finally {
      room.running = false;
      if (room.wanted && room.subscriptions.size > 0) this.#want(workspaceId, shortestPauseMs);
    }
  }
}
