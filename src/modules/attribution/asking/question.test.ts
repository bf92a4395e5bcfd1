import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { ask } from '../credit/ask.ts';
import { answering, forEverybody, progressOf, questionNow } from './question.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

/** Goes on for a minute unless somebody ends it. */
const slow =
  'select sum(sleepEachRow(1)) as slept from numbers(60) settings max_block_size = 1, max_threads = 1';
const asked = { asker: 'Hanna', of: 'results.value.read' };
const far = (one: Partial<typeof asked> = {}) => progressOf(services.clickhouse, { ...asked, ...one });

test('a question says how far it is to who asked it, and ends in the engine when it is let go', async () => {
  const letGo = new AbortController();
  const answer = answering({ ...asked, signal: letGo.signal }, () => ask(services.clickhouse, slow));
  const ended = expect(answer).rejects.toThrow();
  await expect.poll(async () => (await far()).share, { timeout: 20_000 }).not.toBeNull();
  const { isRunning, share } = await far();
  expect(isRunning).toBe(true);
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThan(1);
  expect(await far({ asker: 'Otto' })).toMatchObject({ isRunning: false, share: null });
  expect(await far({ of: 'results.credit.read' })).toMatchObject({ isRunning: false });
  letGo.abort();
  await ended;
  expect(await far()).toMatchObject({ isRunning: false });
  await expect
    .poll(
      async () =>
        (
          await ask<{ running: number }>(
            services.clickhouse,
            `select countIf(query like '%sleepEachRow(1)%' and query not like '%system.processes%') as running from system.processes`,
          )
        )[0]?.running,
      { timeout: 20_000 },
    )
    .toBe(0);
});

test('what others wait for as well is no part of the question that began it', async () => {
  await answering({ ...asked, signal: undefined }, async () => {
    expect(questionNow()).toMatchObject(asked);
    await forEverybody(async () => expect(questionNow()).toBeUndefined());
  });
  expect(questionNow()).toBeUndefined();
});
