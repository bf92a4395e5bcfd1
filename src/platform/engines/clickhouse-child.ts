/**
 * The ClickHouse child: a process of its own for the embedded engine, because a crash of the engine
 * takes its process down. Started by clickhouse.ts, told what to do over IPC, gone with its parent.
 */
import type { AddressInfo } from 'node:net';
import { ClickHouseEngine } from './clickhouse-engine.ts';
import { createClickHouseServer } from './clickhouse-http.ts';
import { type ChildMessage, isParentMessage, type StartMessage } from './clickhouse-messages.ts';

/** Running queries get this long to finish when the program stops. */
const DRAIN_MS = 1_200;

let stop: () => Promise<void> = async () => process.exit(0);

function tell(message: ChildMessage): void {
  process.send?.(message);
}

async function start(message: StartMessage): Promise<void> {
  let engine: ClickHouseEngine;
  try {
    engine = new ClickHouseEngine(message);
    await engine.prepare(message.database);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Another process on the folder, or a machine out of memory, says nothing about the data.
    const passing =
      /lock|already running|MEMORY_LIMIT|Cannot allocate|No space left|Too many open files/i.test(text);
    tell({ type: 'failed', reason: passing ? 'other' : 'data', message: text });
    return;
  }
  const server = createClickHouseServer({
    ...message,
    engine,
    onDamaged: (text) => tell({ type: 'damaged', message: text }),
  });
  server.once('error', (error) => tell({ type: 'failed', reason: 'other', message: error.message }));
  server.listen(message.port, '127.0.0.1', () => {
    tell({ type: 'ready', port: portOf(server.address()), version: engine.version });
  });
  stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const late = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS).unref());
    await Promise.race([closed, late]);
    engine.close();
    process.exit(0);
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

process.on('message', (message: unknown) => {
  if (!isParentMessage(message)) return;
  void (message.type === 'start' ? start(message) : stop());
});
// The parent is gone: every acknowledged insert is on the disk, so the quickest end is the safest.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// The parent stops us in its own order; a signal to the whole group must not get ahead of it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
