import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTicket, readTicket, type Ticket } from './ticket.ts';

let keeper: { config: { dataDir: string } };
let other: { config: { dataDir: string } };
beforeAll(async () => {
  keeper = { config: { dataDir: await mkdtemp(join(tmpdir(), 'liaison-ticket-')) } };
  other = { config: { dataDir: await mkdtemp(join(tmpdir(), 'liaison-ticket-')) } };
});
afterAll(async () => {
  for (const { config } of [keeper, other]) await rm(config.dataDir, { recursive: true });
});

const now = new Date('2026-03-03T10:00:00Z');
const anyAsset = fc.record({ assetId: fc.uuid(), versionId: fc.uuid(), pageCount: fc.nat() });
const anyTicket: fc.Arbitrary<Ticket> = fc.record({
  linkId: fc.uuid(),
  workspaceId: fc.uuid(),
  visitId: fc.uuid(),
  assets: fc.array(anyAsset, { maxLength: 5 }),
  email: fc.option(fc.string(), { nil: null }),
  emailVerified: fc.boolean(),
  contactId: fc.option(fc.uuid(), { nil: null }),
  issuedAtMs: fc.constant(now.getTime()),
  untilMs: fc.integer({ min: now.getTime() + 1, max: now.getTime() + 1_000_000 }),
  device: fc.option(fc.string(), { nil: null }),
  isMember: fc.boolean(),
  accessRevision: fc.nat(),
});

test('a ticket is read as it was made, until it runs out, and by nobody else', async () => {
  await fc.assert(
    fc.asyncProperty(anyTicket, async (ticket) => {
      const text = await makeTicket(keeper, ticket);
      expect(text).toMatch(/^[\w-]+$/);
      expect(await readTicket(keeper, text, now)).toEqual(ticket);
      expect(await readTicket(keeper, text, new Date(ticket.untilMs))).toBeNull();
      expect(await readTicket(other, text, now)).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test('a ticket that was changed in any place, or made up, is none', async () => {
  const [ticket] = fc.sample(anyTicket, { numRuns: 1, seed: 7 });
  if (!ticket) throw new Error('no ticket');
  const text = await makeTicket(keeper, { ...ticket, email: 'ada@invented.com' });
  expect(Buffer.from(text, 'base64url').toString('latin1')).not.toContain('ada@');
  // All but the last character, some of whose bits say nothing.
  for (let at = 0; at < text.length - 1; at += 1) {
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    expect(await readTicket(keeper, changed, now), `changed at ${at}`).toBeNull();
  }
  for (const made of ['', 'x', '../..', 'A'.repeat(100), 'A'.repeat(20_000), `${text}A`])
    expect(await readTicket(keeper, made, now)).toBeNull();
});
