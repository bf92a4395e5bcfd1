import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { createApp } from '../app.ts';
import { openProgram } from '../compose.ts';
import { contract } from '../contract.ts';
import { ensureFirstWorkspace } from '../modules/workspace/index.ts';
import { readConfig } from '../platform/config.ts';
import { problem } from '../platform/http/problems.ts';
import { localKey } from '../platform/local-key.ts';
import { createLog } from '../platform/log.ts';
import { runFileName } from '../serve.ts';

export type ApiClient = ContractRouterClient<typeof contract>;

/** What a command works with. `close` stops what was started for it. */
export type CommandLineConnection = { api: ApiClient; close(): Promise<void> };

/** Reaches the running server of this data directory, or runs the whole program inside this process. */
export async function connectCommandLine(): Promise<CommandLineConnection> {
  const config = readConfig();
  const token = config.adminToken ?? (await localKey(config.dataDir));
  const running = await findRunningServer(config.dataDir);
  if (running)
    return { api: clientFor({ url: running, token, fetch: globalThis.fetch }), close: async () => {} };
  const program = await openProgram({ config, log: createLog('warn'), roles: ['worker'] });
  // Somebody works by command before anybody signed in: the set-up page adds its first person later.
  await ensureFirstWorkspace({ ...program.services, config: { ...config, adminToken: token } });
  const app = createApp(program);
  return {
    api: clientFor({ url: config.publicUrl, token, fetch: async (request) => app.fetch(request) }),
    close: program.stop,
  };
}

function clientFor(options: {
  url: string;
  token: string;
  fetch: (request: Request) => Promise<Response>;
}): ApiClient {
  const link = new OpenAPILink(contract, {
    url: `${options.url}/api/v1`,
    headers: { authorization: `Bearer ${options.token}` },
    fetch: async (request) => problemAsJson(await options.fetch(request)),
    customErrorResponseBodyDecoder: (body) => {
      const parsed = problem.safeParse(body);
      if (!parsed.success) return null;
      const { detail, status, code, fields } = parsed.data;
      return new ORPCError(code, { status, message: detail, data: { fields: fields ?? [] } });
    },
  });
  return createORPCClient(link);
}

/** The link parses `application/json` alone; a problem document (RFC 9457) is JSON by another name. */
function problemAsJson(response: Response): Response {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  const headers = new Headers(response.headers);
  headers.set('content-type', 'application/json');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const runFile = z.object({ pid: z.number(), url: z.url() });
const answerWithinMs = 3_000;

async function findRunningServer(dataDir: string): Promise<string | null> {
  const text = await readFile(join(dataDir, runFileName), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = runFile.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  try {
    const answer = await fetch(`${parsed.data.url}/healthz`, { signal: AbortSignal.timeout(answerWithinMs) });
    return answer.ok ? parsed.data.url : null;
  } catch {
    return null;
  }
}
