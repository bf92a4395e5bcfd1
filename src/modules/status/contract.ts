import { z } from 'zod';
import { operation } from '../workspace/access.ts';

const engine = z.object({
  state: z
    .enum(['starting', 'running', 'restarting', 'stopped', 'external'])
    .describe('external: a server named by a URL'),
  restarts: z.number().int(),
  since: z.date(),
  lastError: z.string().nullable(),
});

const getStatus = operation({
  method: 'GET',
  path: '/status',
  access: 'workspace:read',
  tag: 'Status',
  summary: 'How the program and its engines are',
}).output(
  z.object({
    version: z.string(),
    startedAt: z.date(),
    engines: z.object({ postgres: engine, clickhouse: engine }),
    memoryBytes: z.object({
      program: z.number(),
      engines: z
        .number()
        .nullable()
        .describe('proportional share of the engines started here; null where they run elsewhere'),
    }),
  }),
);

export const statusContract = { getStatus };
