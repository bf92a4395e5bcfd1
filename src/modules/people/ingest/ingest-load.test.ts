import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCompany } from '../../../../test/support/company.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { IngestBatch } from './types.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const now = new Date('2026-05-01T12:00:00Z');
const crm = (id: string) => [{ system: 'crm', id }];

describe('two at once', () => {
  it('neither wait for each other for ever nor make a record twice', async () => {
    const company = await newCompany(services);
    const batch = (from: number): IngestBatch => ({
      contacts: Array.from({ length: 60 }, (_, n) => ({
        key: `c${n}`,
        email: `p${(n * from) % 61}@firm${n % 7}.com`,
        owner: { name: 'Mia' },
      })),
      interactions: Array.from({ length: 60 }, (_, n) => ({
        key: `i${n}`,
        kind: 'content',
        type: 'x',
        occurredAt: now,
        contact: { key: `c${(n * 7) % 60}` },
        campaign: { name: 'Fair' },
        externalId: `e${n}`,
      })),
    });
    await Promise.all([1, 2, 3, 5, 7, 11].map((from) => company.take(batch(from))));
    const [doubles] = await company.read(sql`select count(*) - count(distinct lower(email)) as people,
      (select count(*) from campaign) as campaigns, (select count(*) from teammate) as teammates, (select count(*) from account) as accounts,
      (select count(*) from interaction) as interactions from contact`);
    expect(doubles).toEqual({ people: 0, campaigns: 1, teammates: 1, accounts: 7, interactions: 60 });
  });
});

describe('speed', () => {
  it('takes 50,000 contacts with a bounded number of statements a batch', async () => {
    const company = await newCompany(services);
    const total = 50_000;
    const size = 2_500;
    const began = performance.now();
    for (let from = 0; from < total; from += size) {
      await company.take({
        contacts: Array.from({ length: size }, (_, n) => ({
          key: `c${n}`,
          externalIds: crm(`${from + n}`),
          email: `p${from + n}@firm${(from + n) % 5_000}.com`,
          firstName: 'First',
          lastName: `Last ${from + n}`,
          channel: 'Direct',
          custom: { tier: n % 3 },
        })),
        stageChanges: Array.from({ length: size }, (_, n) => ({
          key: `s${n}`,
          contact: { key: `c${n}` },
          outcome: 'reached',
          stage: 'mql',
          at: now,
          source: 'import',
          sourceKey: 'crm:mql',
        })),
      });
    }
    const seconds = (performance.now() - began) / 1_000;
    process.stdout.write(
      `ingest: ${total} contacts with a stage each in ${seconds.toFixed(1)} s, ${Math.round(total / seconds)} contacts/s\n`,
    );
    expect(await company.read(sql`select count(*) from contact where lifecycle_stage = 'mql'`)).toEqual([
      { count: total },
    ]);
  }, 180_000);
});
