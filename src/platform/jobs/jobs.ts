import { setTimeout as delay } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { z } from 'zod';
import { type Log, warnOnce } from '../log.ts';

/** A kind of background work: its payload's schema and how it is run and retried. */
export type JobDefinition<Payload extends object> = {
  name: string;
  payload: z.ZodType<Payload>;
  retryLimit: number;
  /** A run that does not end by then is taken to be lost and tried again. */
  expireInSeconds: number;
  /** At most one run at a time for each key, where given. */
  singleton?: (payload: Payload) => string;
};

export type Jobs = {
  send<Payload extends object>(definition: JobDefinition<Payload>, payload: Payload): Promise<void>;
  work<Payload extends object>(
    definition: JobDefinition<Payload>,
    handler: (payload: Payload, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** A recurring job; `cron` in UTC. */
  schedule<Payload extends object>(
    definition: JobDefinition<Payload>,
    cron: string,
    payload: Payload,
  ): Promise<void>;
  stop(): Promise<void>;
};

export async function openJobs(options: { databaseUrl: string; log: Log }): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    max: 4,
    application_name: 'liaison-jobs',
  });
  // During an outage every queue's every poll fails, and says which queue and worker it was.
  const warn = warnOnce(options.log, 'job queue');
  boss.on('error', (error: Error) => warn(error.message.replace(/ \(Queue: .*\)$/, '')));
  const stopping = new AbortController();
  await boss.start();
  const known = new Set<string>();
  const ensureQueue = async (definition: { name: string; retryLimit: number; expireInSeconds: number }) => {
    if (known.has(definition.name)) return;
    await boss.createQueue(definition.name, {
      retryLimit: definition.retryLimit,
      retryBackoff: true,
      expireInSeconds: definition.expireInSeconds,
    });
    known.add(definition.name);
  };
  return {
    send: async (definition, payload) => {
      await ensureQueue(definition);
      const singletonKey = definition.singleton?.(payload);
      await boss.send(
        definition.name,
        { ...definition.payload.parse(payload) },
        singletonKey ? { singletonKey } : {},
      );
    },
    work: async (definition, handler) => {
      await ensureQueue(definition);
      await boss.work(definition.name, { pollingIntervalSeconds: 1 }, async (batch) => {
        for (const job of batch) {
          try {
            await handler(definition.payload.parse(job.data), job.signal);
          } finally {
            await untilRecordable(boss, { name: definition.name, id: job.id, signal: stopping.signal });
          }
        }
      });
    },
    schedule: async (definition, cron, payload) => {
      await ensureQueue(definition);
      await boss.schedule(definition.name, cron, { ...definition.payload.parse(payload) });
    },
    stop: () => {
      stopping.abort();
      return boss.stop({ graceful: true, timeout: 2_000 });
    },
  };
}

const recordRetryMs = 500;

/**
 * How a run ended is written once, right after it. Where that fails (the outage that ended the run still lasts, or the
 * disk is full), the job would count as running until it expires, hours later: so the end waits until it can be written.
 */
async function untilRecordable(
  boss: PgBoss,
  job: { name: string; id: string; signal: AbortSignal },
): Promise<void> {
  while (!job.signal.aborted) {
    try {
      await boss.touch(job.name, job.id);
      return;
    } catch {
      await delay(recordRetryMs, undefined, { signal: job.signal }).catch(() => undefined);
    }
  }
}
