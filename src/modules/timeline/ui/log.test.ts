import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item, Page } from './api-types.ts';
import { foldPages, timeOf } from './fold.ts';
import { entryOf, listOf, steps } from './items.test-support.ts';
import { TimelineLog } from './log.ts';

const pageSize = 5;
const order = (a: Item, b: Item) => timeOf(b).localeCompare(timeOf(a)) || b.id.localeCompare(a.id);

/** A server's list: the cursor is where the page before ended. */
function serverOf(items: readonly Item[]) {
  const server = { items: items.toSorted(order), calls: 0, fails: false };
  const load = (cursor: string | undefined): Promise<Page> => {
    server.calls += 1;
    if (server.fails) return Promise.reject(new Error('gone'));
    const after = server.items.filter(
      (item) => cursor === undefined || `${timeOf(item)} ${item.id}` < cursor,
    );
    const page = after.slice(0, pageSize);
    const last = page.at(-1);
    const nextCursor = after.length > pageSize && last ? `${timeOf(last)} ${last.id}` : null;
    return Promise.resolve({ items: page, nextCursor, position: server.items.length });
  };
  return { server, log: new TimelineLog(load) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const keysOf = (log: TimelineLog) => log.state().lines.map((line) => line.key);
const foldedKeys = (items: readonly Item[]) =>
  foldPages([items])
    .pages.flat()
    .map((row) => row.key);

async function readAll(log: TimelineLog) {
  await log.start();
  while (log.state().hasMore) {
    log.show(log.state().lines.length - 1, log.state().lines.length - 1);
    await log.more();
    await settled();
  }
}

const anyList = fc
  .array(fc.tuple(fc.nat({ max: 20 }), fc.constantFrom('ada', 'ben'), fc.constantFrom(...steps)), {
    minLength: 1,
    maxLength: 150,
  })
  .map(listOf);

describe('a long list read page by page', () => {
  it('keeps every line in its place, wherever the reader goes, and little of it in memory', async () => {
    await fc.assert(
      fc.asyncProperty(anyList, fc.array(fc.nat(), { maxLength: 12 }), async (items, jumps) => {
        const { server, log } = serverOf(items);
        await readAll(log);
        expect(keysOf(log)).toEqual(foldedKeys(server.items));
        for (const jump of jumps) {
          const line = jump % log.state().lines.length;
          log.show(line, line);
          await settled();
          expect(keysOf(log)).toEqual(foldedKeys(server.items));
          expect(log.state().lines[line]?.row).not.toBe('ghost');
          expect(log.held).toBeLessThanOrEqual(pageSize * 15);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('shows after a refresh what the server holds by then', async () => {
    await fc.assert(
      fc.asyncProperty(anyList, anyList, async (items, others) => {
        const { server, log } = serverOf(items);
        await readAll(log);
        server.items = [...server.items, ...others].toSorted(order);
        await log.refresh();
        await settled();
        for (let line = 0; line < log.state().lines.length; line++) {
          log.show(line, line);
          await settled();
          if (line === log.state().lines.length - 1) await log.more();
        }
        expect(keysOf(log)).toEqual(foldedKeys(server.items));
      }),
      { numRuns: 100 },
    );
  });

  it('puts what happens at its place, once, and takes out what it corrects', async () => {
    const { server, log } = serverOf(listOf(Array.from({ length: 12 }, () => [40, 'ada', 'page'] as const)));
    await readAll(log);
    const newest = entryOf({ occurredAt: '2026-07-01T10:00:00.000Z', visitor: 'ben' });
    const corrected = server.items[3];
    const correction = entryOf({
      occurredAt: corrected ? timeOf(corrected) : '',
      visitor: 'ben',
      replacesId: corrected?.id ?? null,
    });
    log.insert([newest, correction]);
    log.insert([newest]);
    const expected = [...server.items.filter((item) => item !== corrected), newest, correction].toSorted(
      order,
    );
    expect(keysOf(log)).toEqual(foldedKeys(expected));
  });

  it('begins with what happens where the list was empty', async () => {
    const { log } = serverOf([]);
    await log.start();
    expect(log.state()).toMatchObject({ ready: true, hasMore: false, lines: [] });
    const first = entryOf();
    log.insert([first]);
    expect(keysOf(log)).toEqual(foldedKeys([first]));
  });

  it('says what went wrong, and goes on where it was', async () => {
    const { server, log } = serverOf(listOf(Array.from({ length: 12 }, () => [40, 'ada', 'page'] as const)));
    server.fails = true;
    await log.start();
    expect(log.state()).toMatchObject({ ready: false, loading: false });
    expect(log.state().error).toBeInstanceOf(Error);
    server.fails = false;
    await log.retry();
    expect(log.state()).toMatchObject({ ready: true, error: null });
    server.fails = true;
    await log.more();
    expect(log.state().error).toBeInstanceOf(Error);
    server.fails = false;
    await log.retry();
    expect(log.state().error).toBeNull();
    expect(log.held).toBe(2 * pageSize);
  });
});
