import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import S3rver from '@20minutes/s3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { type Files, openFiles, pathOf, putWhole } from './files.ts';
import { readRange, readRangeBytes, withLocalFile } from './read-range.ts';

// The server's own credentials; it answers to no others.
const bucket = {
  LIAISON_S3_BUCKET: 'liaison-files',
  LIAISON_S3_ACCESS_KEY_ID: 'S3RVER',
  LIAISON_S3_SECRET_ACCESS_KEY: 'S3RVER',
};

let folder: string;
/** By name. The lenient one is for listings: the test server counts the path of a bucket itself without its last slash. */
const servers: { server: S3rver; endpoint: string }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-files-test-'));
  for (const allowMismatchedSignatures of [false, true]) {
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: join(folder, 'bucket'),
      allowMismatchedSignatures,
      configureBuckets: [{ name: bucket.LIAISON_S3_BUCKET, configs: [] }],
    });
    const { port } = await server.run();
    servers.push({ server, endpoint: `http://127.0.0.1:${port}` });
  }
});

afterAll(async () => {
  for (const { server } of servers) await server.close();
  await rm(folder, { recursive: true, force: true });
});

function open(
  where: string,
  env: Record<string, string> = {},
  which: 'strict' | 'lenient' = 'strict',
): Promise<Files> {
  const endpoint = servers[which === 'strict' ? 0 : 1]?.endpoint ?? '';
  const s3 = where === 'bucket' ? { ...bucket, LIAISON_S3_ENDPOINT: endpoint, ...env } : {};
  return openFiles(readConfig({ LIAISON_DATA_DIR: join(folder, 'data'), ...s3 }));
}

/** The same block again and again, each time as it is asked for. */
function streamOf(blocks: number, block: Buffer, onBlock: (index: number) => void): Readable {
  return Readable.from(
    (function* () {
      for (let index = 0; index < blocks; index += 1) {
        onBlock(index);
        yield block;
      }
    })(),
  );
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe.each(['disk', 'bucket'])('files on %s', (where) => {
  test('are put, read, copied, moved, listed and deleted', async () => {
    const files = await open(where);
    await files.put('a/one.txt', 'hello');
    expect(await files.get('a/one.txt')).toBe('hello');
    expect((await files.getMetaData('a/one.txt')).contentLength).toBe(5);
    await files.copy('a/one.txt', 'a/two.txt');
    await files.move('a/two.txt', 'a/b/three.txt');
    expect(await files.exists('a/two.txt')).toBe(false);
    expect(await files.get('a/b/three.txt')).toBe('hello');
    await files.delete('a/one.txt');
    expect(await files.exists('a/one.txt')).toBe(false);
  });

  test('a folder is deleted, and not what only begins alike', async () => {
    const files = await open(where, {}, 'lenient');
    for (const key of ['dir/1/x', 'dir/1/y/z', 'dir/12/x']) await files.put(key, key);
    await files.deleteAll('dir/1');
    expect(await Promise.all(['dir/1/x', 'dir/1/y/z', 'dir/12/x'].map((key) => files.exists(key)))).toEqual([
      false,
      false,
      true,
    ]);
    await files.deleteAll('dir/none');
  });

  test('a range is read without the rest', async () => {
    const files = await open(where);
    const bytes = randomBytes(300_000);
    await files.put('range.bin', bytes);
    expect((await readRangeBytes(files, 'range.bin', 0, 1)).equals(bytes.subarray(0, 2))).toBe(true);
    expect(
      (await readRangeBytes(files, 'range.bin', 1_000, 250_999)).equals(bytes.subarray(1_000, 251_000)),
    ).toBe(true);
    expect((await readRangeBytes(files, 'range.bin', 299_999, 400_000)).equals(bytes.subarray(299_999))).toBe(
      true,
    );
    await expect(readRange(files, 'range.bin', 5, 4)).rejects.toThrow(RangeError);
    await expect(readRangeBytes(files, 'none.bin', 0, 10)).rejects.toThrow();
  });

  test('a missing file is missing, and reading it fails', async () => {
    const files = await open(where);
    expect(await files.exists('none')).toBe(false);
    await expect(files.getBytes('none')).rejects.toThrow();
    await expect(files.getMetaData('none')).rejects.toThrow();
    await files.delete('none').catch(() => undefined);
  });

  test('a stream of 120 MB passes through without staying in memory', async () => {
    const files = await open(where);
    const block = randomBytes(1024 * 1024);
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watched = streamOf(120, block, (index) => {
      if (index % 7 !== 0) return;
      collectGarbage();
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    });
    await files.putStream('large.bin', watched);
    expect((await files.getMetaData('large.bin')).contentLength).toBe(120 * 1024 * 1024);
    expect(
      (await readRangeBytes(files, 'large.bin', 119 * 1024 * 1024, 120 * 1024 * 1024)).equals(block),
    ).toBe(true);
    let read = 0;
    for await (const chunk of await files.getStream('large.bin')) read += chunk.length;
    expect(read).toBe(120 * 1024 * 1024);
    // Two parts under way, and as much in the server that takes them, which runs in this process too.
    expect(most).toBeLessThan(64 * 1024 * 1024);
    await files.delete('large.bin');
  });

  test('short and empty streams, and one that breaks', async () => {
    const files = await open(where);
    await files.putStream('short', Readable.from([Buffer.from('ab'), Buffer.from('c')]));
    await files.putStream('empty', Readable.from([]));
    expect([await files.get('short'), await files.get('empty')]).toEqual(['abc', '']);
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(9 * 1024 * 1024);
        throw new Error('the sender hung up');
      })(),
    );
    await expect(files.putStream('broken', broken)).rejects.toThrow();
    if (where === 'bucket') expect(await files.exists('broken')).toBe(false);
  });

  test('what is put whole is never seen half; what wants a path gets one', async () => {
    const files = await open(where);
    const put = (each: number) => putWhole(files, 'whole', Buffer.alloc(200_000, each));
    // A bucket puts whole objects by itself; the test server, which stands in for it, mixes those that come at once.
    if (where === 'disk') await Promise.all([1, 2, 3].map(put));
    else for (const each of [1, 2, 3]) await put(each);
    const bytes = await files.getBytes('whole');
    expect(new Set(bytes).size).toBe(1);
    const lent = await withLocalFile(files, 'whole', async (path) => path);
    expect(pathOf(files, 'whole')).toBe(where === 'disk' ? lent : null);
  });
});

test('with a wrong secret the bucket takes and gives nothing, and the error shows no secret', async () => {
  const files = await open('bucket', { LIAISON_S3_SECRET_ACCESS_KEY: 'not-the-secret' });
  const failed = await files.put('secret.txt', 'x').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain('not-the-secret');
  await expect(files.getBytes('secret.txt')).rejects.toThrow();
});
