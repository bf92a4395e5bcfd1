import { AppError } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import { NewsListener } from '../../../platform/postgres/news-listener.ts';
import type { Services } from '../../../platform/services.ts';
import { noticesChannel } from '../notices-channel.ts';
import { type NoticeRow, noticeColumns, presentNotice } from '../reading/list-notices.ts';
import { NoticeSubscription } from './subscription.ts';

const mostSubscriptions = 2_000;
/** What comes within this time is told together. */
const gatherMs = 100;
/** The latest notices that are compared with what a page was told. */
const latest = 30;

type Used = Pick<Services, 'database' | 'engines' | 'log'>;
type Room = { subscriptions: Set<NoticeSubscription>; timer: NodeJS.Timeout | null };

/** All pages of this process that show notices. It listens only while there are any. */
export class NoticeHub {
  readonly #services: Used;
  readonly #rooms = new Map<string, Room>();
  readonly #listener: NewsListener;
  #closed = false;

  constructor(services: Used) {
    this.#services = services;
    this.#listener = new NewsListener({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison notices live',
      channels: [noticesChannel],
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

  /** Begins to tell a page: first how much is unread, then what comes. */
  async subscribe(options: { workspaceId: string; userId: string }): Promise<NoticeSubscription> {
    if (this.#closed || this.size >= mostSubscriptions)
      throw new AppError(
        'too_many_requests',
        'Too many pages are open. Close some, or reload this one later.',
      );
    const subscription = new NoticeSubscription({ ...options, onEnd: (ended) => this.#leave(ended) });
    const room = this.#rooms.get(options.workspaceId) ?? { subscriptions: new Set(), timer: null };
    this.#rooms.set(options.workspaceId, room);
    room.subscriptions.add(subscription);
    this.#listener.start();
    try {
      // Watched before it is read, so that nothing falls between.
      const { unread, rows } = await this.#read(options);
      for (const { id } of rows) subscription.told.add(id);
      subscription.push({ unread, news: [] });
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

  #leave(subscription: NoticeSubscription): void {
    const room = this.#rooms.get(subscription.workspaceId);
    room?.subscriptions.delete(subscription);
    if (room?.subscriptions.size === 0) {
      if (room.timer) clearTimeout(room.timer);
      this.#rooms.delete(subscription.workspaceId);
    }
    if (this.#rooms.size === 0) void this.#listener.stop();
  }

  #want(workspaceId: string): void {
    const room = this.#rooms.get(workspaceId);
    if (!room || room.timer) return;
    room.timer = setTimeout(() => {
      room.timer = null;
      void this.#serve(room);
    }, gatherMs);
  }

  async #serve(room: Room): Promise<void> {
    for (const subscription of [...room.subscriptions]) {
      try {
        const { unread, rows } = await this.#read(subscription);
        const news = rows.filter(({ id }) => !subscription.told.has(id)).reverse();
        for (const { id } of news) subscription.told.add(id);
        subscription.push({ unread, news: news.map(presentNotice) });
      } catch (error) {
        // The next telling, or the listener's next connection, brings it.
        this.#services.log.debug({ err: error }, 'cannot read notices');
      }
    }
  }

  #read({ workspaceId, userId }: { workspaceId: string; userId: string }) {
    return this.#services.database.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.rows<NoticeRow>(sql`select ${noticeColumns} from notice
        where user_id = ${userId} and in_page order by at desc, id desc limit ${latest}`);
      const count = await tx.first<{ n: number }>(
        sql`select count(*) as n from notice where user_id = ${userId} and in_page and read_at is null`,
      );
      return { rows, unread: count?.n ?? 0 };
    });
  }
}

const hubs = new WeakMap<Services['database'], NoticeHub>();

/** The one hub of a process. */
export function noticeHubOf(services: Used): NoticeHub {
  const hub = hubs.get(services.database) ?? new NoticeHub(services);
  hubs.set(services.database, hub);
  return hub;
}

/** Ends the open streams, so that the server can close. */
export async function closeNoticeStreams(services: Pick<Services, 'database'>): Promise<void> {
  await hubs.get(services.database)?.close();
}
