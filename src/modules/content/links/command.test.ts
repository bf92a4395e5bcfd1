import { createRouterClient } from '@orpc/server';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { registerLinkCommands } from './command.ts';
import { makeShelf, type Shelf } from './links.test-support.ts';
import { linksRouter } from './router.ts';

let services: TestServices;
let shelf: Shelf;
beforeAll(async () => {
  services = await openTestServices();
  services.setNow(new Date('2026-03-03T10:00:00Z'));
  shelf = await makeShelf(services);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => services.close());

/** What the command prints. */
async function run(...words: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command('liaison').exitOverride();
  const links = createRouterClient(linksRouter, shelf.as(shelf.seller));
  registerLinkCommands(program, async () => ({ api: { content: { links } }, close: async () => {} }));
  await program.parseAsync(['node', 'liaison', 'links', ...words]);
  vi.restoreAllMocks();
  return printed;
}

test('a link is made, listed and taken back from the command line', async () => {
  const piece = await shelf.piece({ title: 'Retrofit guide' });
  const contact = await shelf.contact({ name: 'Ida Holm' });
  const printed = await run('create', piece, '--contact', contact, '--slug', 'for-ida', '--passcode');
  expect(printed).toMatch(/\/v\/for-ida-[A-Za-z0-9]{22}\nPasscode, shown this once: [a-z2-9]{10}\n$/);
  const line = await run('list', '--contact', contact);
  expect(line).toMatch(
    /^2026-03-03 {2}open {5}0 visits {4}Retrofit guide {2}for Ida Holm {2}by Rosa Lind {2}[\w-]{36}\n$/,
  );
  const id = line.trim().split(/\s+/).at(-1) ?? '';
  expect(await run('revoke', id)).toBe('Taken back: Retrofit guide\n');
  expect(JSON.parse(await run('list', '--state', 'revoked', '--json'))).toMatchObject({ items: [{ id }] });
  expect(await run('list', '--state', 'expired')).toBe('No links.\n');
});

test('as JSON, for programs', async () => {
  const piece = await shelf.piece({ title: 'Price list' });
  const made: unknown = JSON.parse(
    await run('create', piece, '--email', 'ask', '--deny', 'rival.com', '--json'),
  );
  expect(made).toMatchObject({
    gates: { email: 'ask', denied: ['rival.com'] },
    passcode: null,
    state: 'open',
  });
});
