import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { openProgram, type Program } from './compose.ts';
import { closeReadingStreams } from './modules/content/index.ts';
import { closeHandoffStreams } from './modules/handoff/index.ts';
import { closeNoticeStreams } from './modules/notices/index.ts';
import { closeTimelineStreams } from './modules/timeline/index.ts';
import { closeTrackingDoor } from './modules/tracking/index.ts';
import { ensureFirstWorkspace, setUpLink } from './modules/workspace/index.ts';
import type { Config } from './platform/config.ts';
import type { Engines } from './platform/engines/index.ts';
import type { Log } from './platform/log.ts';
import type { ProgramRole } from './program-roles.ts';

// Supervisors wait 5 s or more between SIGTERM and SIGKILL; what has not ended by then is cut off.
const stopWithinMs = 4_500;
const commitAtStopWithinMs = 1_000;

/** Runs Liaison until it is told to stop. Resolves when it is serving. */
export async function startProgram(options: {
  config: Config;
  log: Log;
  roles: readonly ProgramRole[];
  engines: Promise<Engines>;
}): Promise<void> {
  const { config, log } = options;
  const startedAt = Date.now();
  const program = await openProgram(options);
  const server = await openDoor(options, program).catch(async (error: unknown) => {
    await program.stop();
    throw error;
  });
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    await rm(join(config.dataDir, runFileName), { force: true });
    await closeTimelineStreams(program.services);
    await closeReadingStreams(program.services);
    await closeNoticeStreams(program.services);
    await closeHandoffStreams(program.services);
    // What the door took in before is committed first, or refused while its senders still listen.
    await closeTrackingDoor(program.services, commitAtStopWithinMs);
    if (server) await closeServer(server);
    await program.stop();
    log.flush();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  if (server) await announce({ config, log, program, server, startedAt });
}

/** Lets requests in, and says where. */
async function openDoor(
  options: { config: Config; roles: readonly ProgramRole[] },
  program: Program,
): Promise<ServerType | null> {
  const { config } = options;
  await ensureFirstWorkspace(program.services);
  if (!options.roles.includes('http')) return null;
  const server = await listen(config, createApp(program));
  try {
    await writeRunFile(config.dataDir, addressOf(config, server));
    return server;
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}

async function announce(options: {
  config: Config;
  log: Log;
  program: Program;
  server: ServerType;
  startedAt: number;
}): Promise<void> {
  const { config, log, program, server, startedAt } = options;
  const link = await setUpLink(program.services).catch((error: unknown) => {
    log.warn({ err: error }, 'the set-up link could not be made; it is at the next start');
    return null;
  });
  log.info({ url: addressOf(config, server), startMs: Date.now() - startedAt }, 'serving');
  process.stdout.write(`\n  Liaison is serving at ${config.publicUrl}\n`);
  if (link) process.stdout.write(`  Set it up with this one-time link: ${link}\n`);
  process.stdout.write('\n');
}

/** A client that sends too slowly loses its connection; the largest part of an upload (8 MB) has five minutes. */
const serverOptions = { headersTimeout: 20_000, requestTimeout: 300_000, connectionsCheckingInterval: 5_000 };

function listen(config: Config, app: ReturnType<typeof createApp>): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const options = { fetch: app.fetch, port: config.port, hostname: config.host, serverOptions };
    const server = serve(options, () => resolve(server));
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(
        new Error(
          `Port ${config.port} is taken by another program. Stop it, or set LIAISON_PORT to a free one.`,
        ),
      );
    });
  });
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Answers under way may finish; idle keep-alive connections and streams would hold the close for ever.
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, 1_000).unref();
  });
}

export const runFileName = 'running.json';

function addressOf(config: Config, server: ServerType): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Says to the command line where the running server is. */
async function writeRunFile(dataDir: string, url: string): Promise<void> {
  const path = join(dataDir, runFileName);
  await writeFile(`${path}.new`, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
