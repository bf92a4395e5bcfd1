import { implement } from '@orpc/server';
import { authorised, type RequestContext } from '../workspace/index.ts';
import { statusContract } from './contract.ts';
import { measureMemory } from './measure-memory.ts';
import { version } from './version.ts';

const startedAt = new Date();

export function createStatusRouter() {
  const os = implement(statusContract).$context<RequestContext>().use(authorised);
  return os.router({
    getStatus: os.getStatus.handler(async ({ context }) => {
      const engines = context.services.engines.status();
      return {
        version,
        startedAt,
        engines: {
          postgres: withoutPid(engines.postgres),
          clickhouse: withoutPid(engines.clickhouse),
        },
        memoryBytes: await measureMemory([engines.postgres.pid, engines.clickhouse.pid]),
      };
    }),
  });
}

function withoutPid<Status extends { pid: unknown }>({ pid: _, ...shown }: Status): Omit<Status, 'pid'> {
  return shown;
}
