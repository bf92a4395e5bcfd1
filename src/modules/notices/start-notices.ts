import type { Outside } from '../../platform/http/outside.ts';
import { warnOnce } from '../../platform/log.ts';
import { type Mailer, openMailer } from '../../platform/mail/mailer.ts';
import { sql } from '../../platform/postgres/database.ts';
import { NewsListener } from '../../platform/postgres/news-listener.ts';
import type { Services } from '../../platform/services.ts';
import { sendMails } from './mail/send-mails.ts';
import { sortNotices } from './mail/sort-notices.ts';
import { noticesChannel } from './notices-channel.ts';
import { outsideOf } from './webhooks/check-address.ts';
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts';

/** What nobody told of is found by looking. */
const longestPauseMs = 30_000;
const afterErrorMs = 2_000;

export type Ways = { mailer: Mailer | null; outside: Outside };

function waysOut(services: Pick<Services, 'config'>): Ways {
  return { mailer: openMailer(services.config), outside: outsideOf(services.config) };
}

/** One round: what was told is sorted, and what is due goes out. Answers how much there was to do. */
export async function deliverNotices(services: Services, { mailer, outside }: Ways): Promise<number> {
  const workspaces = await services.database.asSystem((tx) =>
    tx.rows<{ workspace_id: string }>(
      sql`select distinct workspace_id from notice where mail_state = 'undecided'`,
    ),
  );
  let done = 0;
  for (const { workspace_id: workspaceId } of workspaces) {
    done += await services.database.inWorkspace(workspaceId, (tx) =>
      sortNotices({ tx, workspaceId, now: services.now(), mailReady: mailer !== null }),
    );
  }
  const sent = await Promise.all([
    mailer === null ? 0 : sendMails(services, mailer),
    deliverWebhooks(services, outside),
  ]);
  return sent.reduce((sum, count) => sum + count, done);
}

/** How long until something is due. */
async function restMs({ database, now }: Services, mailReady: boolean): Promise<number> {
  const next = await database.asSystem((tx) =>
    tx.first<{ at: Date | null }>(sql`select least(
      (select min(due_at) from notice_webhook_delivery where state = 'waiting'),
      (select min(due_at) from notice_mail where state = 'waiting' and ${mailReady})) as at`),
  );
  const wait = next?.at ? next.at.getTime() - now().getTime() : longestPauseMs;
  return Math.min(Math.max(wait, 0), longestPauseMs);
}

/**
 * Sends mails and webhooks in this process, as they become due. Several processes may do so: each message is claimed by
 * one. Answers how to stop it, which waits for what is under way.
 */
export function startNotices(services: Services, ways: Ways = waysOut(services)): () => Promise<void> {
  const warn = warnOnce(services.log, 'notices wait');
  let stopping = false;
  let kicked = false;
  let wake: (() => void) | null = null;
  const kick = () => {
    kicked = true;
    wake?.();
  };
  const listener = new NewsListener({
    databaseUrl: services.engines.databaseUrl,
    name: 'liaison notices',
    channels: [noticesChannel],
    log: services.log,
    onNews: kick,
    onConnected: kick,
  });
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping || kicked) return resolve();
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopping) {
      kicked = false;
      try {
        const done = await deliverNotices(services, ways);
        if (done === 0) await pause(await restMs(services, ways.mailer !== null));
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        kicked = false;
        await pause(afterErrorMs);
      }
    }
  };
  listener.start();
  const loop = run();
  return async () => {
    stopping = true;
    wake?.();
    await listener.stop();
    await loop;
  };
}
