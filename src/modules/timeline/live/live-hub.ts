import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { logChannel } from '../../interactions/index.ts';
import { listNewer } from '../reading/list-newer.ts';
import { logHead } from '../reading/list-timeline.ts';
import { readDevices } from './read-devices.ts';
import { type LiveQuery, Subscription } from './subscription.ts';

/** Told by triggers where a stage or owner changes, and by identity where somebody is somebody else. */
const marksChannel = 'timeline_marks';
const identityChannel = 'identity';

const mostSubscriptions = 500;
/** A page is told at most twice a second. */
const shortestPauseMs = 500;
/** What a writer told nobody of, and what was told while the listener was away, is found by looking. */
const pollMs = 2_000;
/** Trackers name people all the time; a list of everybody need not be asked for again each time. */
const identityPauseMs = 5_000;
/** Beyond this the workspaces that wrote are not told apart any more. */
const mostPositions = 20_000;

/** The open pages of one workspace. They are served together, one round at a time. */
type Room = {
  workspaceId: string;
  subscriptions: Set<Subscription>;
  /** Something else than an arrival: every page asks for its list again. */
  changed: boolean;
  wanted: boolean;
  running: boolean;
  timer: NodeJS.Timeout | null;
  restUntilMs: number;
};

/** All pages of this process that watch a timeline. It listens and looks only while there are any. */
export class LiveHub {
  readonly #services: Pick<Services, 'database' | 'engines' | 'log'>;
  readonly #rooms = new Map<string, Room>();
  readonly #listener: NewsListener;
  #poll: NodeJS.Timeout | null = null;
  #polling = false;
  #seen: number | null = null;
  #closed = false;

  constructor(services: Pick<Services, 'database' | 'engines' | 'log'>) {
    this.#services = services;
    this.#listener = new NewsListener({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison timeline',
      channels: [logChannel, marksChannel, identityChannel],
      log: services.log,
      onNews: (channel, workspaceId) => this.#heard(channel, workspaceId),
      onConnected: (again) => this.#wakeAll(again),
    });
  }

  get size(): number {
    let size = 0;
    for (const room of this.#rooms.values()) size += room.subscriptions.size;
    return size;
  }

  /** Begins to watch; `after` null: from now on. */
  async subscribe(options: {
    workspaceId: string;
    userId: string | null;
    query: LiveQuery;
    after: number | null;
  }): Promise<Subscription> {
    if (this.#closed || this.size >= mostSubscriptions) {
      throw new AppError(
        'too_many_requests',
        `${mostSubscriptions} pages are watching already. Close some, or reload this one by hand.`,
      );
    }
    const subscription = new Subscription({ ...options, onEnd: (ended) => this.#leave(ended) });
    const room = this.#enter(subscription);
    try {
      // Watched before the head is read, so that nothing falls between.
      const head = await this.#services.database.inWorkspace(options.workspaceId, async (tx) => {
        subscription.devices = await readDevices(tx, options.query);
        return logHead(tx);
      });
      subscription.position = Math.min(options.after ?? head, head);
      subscription.push({ what: 'ready', position: subscription.position });
      // From where on the log is looked at for what nobody told of.
      this.#seen = Math.min(this.#seen ?? head, head);
    } catch (error) {
      subscription.end();
      throw error;
    }
    if (subscription.position !== null) this.#want(room);
    return subscription;
  }

  /** Ends every stream; the program is stopping. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const room of [...this.#rooms.values()]) {
      for (const subscription of [...room.subscriptions]) subscription.end();
    }
    await this.#listener.stop();
  }

  #enter(subscription: Subscription): Room {
    const { workspaceId } = subscription;
    const room = this.#rooms.get(workspaceId) ?? {
      workspaceId,
      subscriptions: new Set(),
      changed: false,
      wanted: false,
      running: false,
      timer: null,
      restUntilMs: 0,
    };
    this.#rooms.set(workspaceId, room);
    room.subscriptions.add(subscription);
    if (!this.#poll) {
      this.#listener.start();
      this.#poll = setInterval(() => void this.#look(), pollMs);
      this.#poll.unref();
    }
    return room;
  }

  #leave(subscription: Subscription): void {
    const room = this.#rooms.get(subscription.workspaceId);
    room?.subscriptions.delete(subscription);
    if (room?.subscriptions.size === 0) {
      if (room.timer) clearTimeout(room.timer);
      this.#rooms.delete(room.workspaceId);
    }
    if (this.#rooms.size > 0 || !this.#poll) return;
    clearInterval(this.#poll);
    this.#poll = null;
    this.#seen = null;
    void this.#listener.stop();
  }

  #heard(channel: string, payload: string): void {
    const room = this.#rooms.get(payload);
    if (!room) return;
    if (channel === marksChannel) room.changed = true;
    if (channel === identityChannel) for (const each of room.subscriptions) each.identityDue = true;
    this.#want(room);
  }

  /** `changed`: stages and identities are told of once only; what changed unheard is taken as given. */
  #wakeAll(changed = false): void {
    for (const room of this.#rooms.values()) {
      room.changed ||= changed;
      this.#want(room);
    }
  }

  /** Finds the workspaces whose log grew without a word. */
  async #look(): Promise<void> {
    const since = this.#seen;
    if (this.#polling || since === null) return;
    this.#polling = true;
    try {
      const { head, workspaceIds } = await this.#services.database.asSystem(async (tx) => {
        const now = await logHead(tx);
        const far = now - since > mostPositions;
        const rows =
          now === since || far
            ? []
            : await tx.rows<{ workspace_id: string }>(
                sql`select distinct workspace_id from interaction where position > ${since} and position <= ${now}`,
              );
        return { head: now, workspaceIds: far ? null : rows.map((row) => row.workspace_id) };
      });
      this.#seen = Math.max(since, head);
      if (workspaceIds === null) this.#wakeAll();
      for (const room of this.#rooms.values())
        if ([...room.subscriptions].some(({ identityDue }) => identityDue)) this.#want(room);
      for (const id of workspaceIds ?? []) {
        const room = this.#rooms.get(id);
        if (room) this.#want(room);
      }
    } catch (error) {
      this.#services.log.debug({ err: error }, 'cannot look for news of the log');
    } finally {
      this.#polling = false;
    }
  }

  #want(room: Room): void {
    room.wanted = true;
    if (room.running || room.timer) return;
    room.timer = setTimeout(
      () => {
        room.timer = null;
        void this.#serve(room);
      },
      Math.max(0, room.restUntilMs - performance.now()),
    );
  }

  /** Tells the pages of a workspace what has happened since each was told last. */
  async #serve(room: Room): Promise<void> {
    room.running = true;
    room.wanted = false;
    const { changed } = room;
    room.changed = false;
    const startedMs = performance.now();
    try {
      await this.#tell(room, changed);
    } catch (error) {
      room.changed ||= changed;
      this.#services.log.debug({ err: error }, 'cannot read news of the log; looking again soon');
    } finally {
      const tookMs = performance.now() - startedMs;
      // Where many pages take long, they are told less often rather than all the time.
      room.restUntilMs = performance.now() + Math.max(shortestPauseMs, 3 * tookMs);
      room.running = false;
      if ((room.wanted || room.changed) && room.subscriptions.size > 0) this.#want(room);
    }
  }

  /** Whether a page shows other people or devices than those it was told of. */
  async #showsOthers(subscription: Subscription): Promise<boolean> {
    const { devices, query, workspaceId } = subscription;
    if (!subscription.identityDue || performance.now() < subscription.identityRestUntilMs) return false;
    subscription.identityDue = false;
    subscription.identityRestUntilMs = performance.now() + (devices === null ? identityPauseMs : 0);
    if (devices === null) return true;
    subscription.devices = await this.#services.database.inWorkspace(workspaceId, (tx) =>
      readDevices(tx, query),
    );
    return subscription.devices !== devices;
  }

  async #tell(room: Room, changed: boolean): Promise<void> {
    const { database } = this.#services;
    const upTo = await database.inWorkspace(room.workspaceId, logHead);
    for (const subscription of [...room.subscriptions]) {
      const { position: after, query, userId } = subscription;
      if (after === null) continue;
      const anew = (await this.#showsOthers(subscription)) || changed;
      if (!anew && upTo <= after) continue;
      const news = anew
        ? { items: [], position: Math.max(after, upTo), changed: true }
        : await database.inWorkspace(room.workspaceId, (tx) =>
            listNewer({ ...query, tx, userId, after, upTo }),
          );
      subscription.position = news.position;
      const { position } = news;
      if (news.changed) subscription.push({ what: 'changed', position });
      else if (news.items.length > 0) subscription.push({ what: 'entries', items: news.items, position });
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
export async function closeTimelineStreams(services: Services): Promise<void> {
  await hubs.get(services.database)?.close();
}
