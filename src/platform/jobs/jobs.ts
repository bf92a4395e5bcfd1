import { PgBoss } from 'pg-boss';
import type { z } from 'zod';
import type { Log } from '../log.ts';

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
  boss.on('error', (error: Error) => options.log.warn({ err: error.message }, 'job queue'));
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
        for (const job of batch) await handler(definition.payload.parse(job.data), job.signal);
      });
    },
    schedule: async (definition, cron, payload) => {
      await ensureQueue(definition);
      await boss.schedule(definition.name, cron, { ...definition.payload.parse(payload) });
    },
    stop: () => boss.stop({ graceful: true, timeout: 2_000 }),
  };
}
