import { LiveRooms } from '../../../platform/live/live-rooms.ts';
import { Subscription } from '../../../platform/live/subscription.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { NoticesLiveEvent } from '../contract.ts';
import { noticesChannel } from '../notices-channel.ts';
import { type NoticeRow, noticeColumns, presentNotice } from '../reading/list-notices.ts';

/** The latest notices that are compared with what a page was told. */
const latest = 30;
/** A page that takes none is told of no more at once. */
const mostNews = 20;

type Used = Pick<Services, 'database' | 'engines' | 'log'>;

/** One open page that is told of its person's notices. What it does not take becomes one event. */
class NoticeSubscription extends Subscription<NoticesLiveEvent> {
  readonly userId: string;
  /** Which it was told of, or were there before; null: nothing yet. What is committed late comes all the same, and once. */
  told: Set<string> | null = null;

  constructor(options: {
    workspaceId: string;
    userId: string;
    onEnd: (subscription: NoticeSubscription) => void;
  }) {
    super({
      ...options,
      gather: ([waiting], event) => [
        { ...event, news: [...(waiting?.news ?? []), ...event.news].slice(-mostNews) },
      ],
      onEnd: () => options.onEnd(this),
    });
    this.userId = options.userId;
  }
}

/** All pages of this process that show notices. */
export class NoticeHub {
  readonly #services: Used;
  readonly #rooms: LiveRooms<NoticeSubscription>;

  constructor(services: Used) {
    this.#services = services;
    this.#rooms = new LiveRooms({
      databaseUrl: services.engines.databaseUrl,
      name: 'liaison notices live',
      channel: noticesChannel,
      log: services.log,
      tell: (_, subscriptions) => this.#tell(subscriptions),
    });
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Begins to tell a page: first how much is unread, then what comes. */
  async subscribe(options: { workspaceId: string; userId: string }): Promise<NoticeSubscription> {
    const subscription = new NoticeSubscription({ ...options, onEnd: (ended) => this.#rooms.leave(ended) });
    await this.#rooms.enter(subscription);
    return subscription;
  }

  close(): Promise<void> {
    return this.#rooms.close();
  }

  async #tell(subscriptions: readonly NoticeSubscription[]): Promise<void> {
    for (const subscription of subscriptions) {
      const { unread, rows } = await this.#read(subscription);
      const told = subscription.told ?? new Set(rows.map(({ id }) => id));
      const news = rows.filter(({ id }) => !told.has(id)).reverse();
      for (const { id } of news) told.add(id);
      subscription.told = told;
      subscription.push({ unread, news: news.map(presentNotice) });
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
