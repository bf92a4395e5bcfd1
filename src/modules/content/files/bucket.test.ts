import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { expect, onTestFinished, test } from 'vitest';
import { openTestServices } from '../../../../test/support/services.ts';
import { readRangeBytes } from '../../../platform/files/read-range.ts';
import { makeShelf } from './files.test-support.ts';
import { filmOf } from './films.test-support.ts';
import { plainPdf } from './hostile-files.test-support.ts';
import { pagePicture, pageText, processVersion, stampedPdf } from './index.ts';
import { originalKey } from './keys.ts';

test('documents and films are made readable from a bucket as from a disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'liaison-bucket-test-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    allowMismatchedSignatures: false,
    configureBuckets: [{ name: 'liaison', configs: [] }],
  });
  const { port } = await server.run();
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const services = await openTestServices({
    perTest: true,
    env: {
      LIAISON_S3_BUCKET: 'liaison',
      LIAISON_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      LIAISON_S3_ACCESS_KEY_ID: 'S3RVER',
      LIAISON_S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
  });
  const shelf = await makeShelf(services);
  const { versionId } = await shelf.upload(plainPdf(), 'paper.pdf');
  const place = { workspaceId: shelf.workspaceId, versionId };
  expect(await pagePicture(services, { ...place, page: 1, width: 1100 })).toBeNull();
  await processVersion(services, { versionId });
  expect(await shelf.read(versionId)).toMatchObject({ state: 'ready', donePages: 1, undrawnPages: 0 });
  expect(await pagePicture(services, { ...place, page: 1, width: 2200 })).not.toBeNull();
  expect((await pageText(services, { ...place, page: 1 }))?.runs[0]?.text).toBe('Read me');
  let stamped = 0;
  for await (const block of await stampedPdf(services, { versionId, words: 'ann@acme.com' }))
    stamped += block.length;
  expect(stamped).toBeGreaterThan(500);
  const film = await shelf.bring(filmOf({ seconds: 21 }), 'demo.mp4');
  expect(film.outcome).toBe('ready: 3 pages');
  const key = originalKey({ workspaceId: shelf.workspaceId, versionId: film.versionId });
  expect((await readRangeBytes(services.files, key, 4, 7)).toString()).toBe('ftyp');
}, 180_000);
