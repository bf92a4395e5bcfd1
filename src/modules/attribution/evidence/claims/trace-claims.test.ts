import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServices, type TestServices } from '../../../../../test/support/services.ts';
import { newId } from '../../../../platform/ids.ts';
import { shareOfTouches } from '../../models/share-of-touches.ts';
import type { Money } from '../../settings/money.ts';
import type { Claim, ClaimMetric } from '../contract.ts';
import { traceClaims } from './trace-claims.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const webinars = newId();
const ads = newId();
const none = '00000000-0000-0000-0000-000000000000';
const day = (nth: number) => Date.UTC(2026, 0, 1) + nth * 86_400_000;

const money: Money = {
  currency: 'EUR',
  timeZone: 'UTC',
  rates: [{ currency: 'USD', rate: 0.5, validFrom: '2000-01-01', fromMs: Date.UTC(2000, 0, 1) }],
};

type Journey = {
  eligibility: 'group' | 'person';
  touches: [day: number, campaign: string, type?: string][];
  won?: number;
  opened?: number;
  amountMinor?: number;
  currency?: string;
  leadCreated?: number;
};

async function insert(workspaceId: string, journeys: readonly Journey[]): Promise<void> {
  await services.clickhouse.insert({
    table: 'journey',
    format: 'JSONEachRow',
    values: journeys.map(({ eligibility, touches, won, opened, leadCreated, ...deal }) => ({
      workspace_id: workspaceId,
      eligibility,
      id: newId(),
      account_id: newId(),
      status: won === undefined ? 'open' : 'won',
      opened_ms: day(opened ?? 0),
      closed_ms: won === undefined ? null : day(won),
      amount_minor: deal.amountMinor ?? 0,
      currency: deal.currency ?? 'EUR',
      lead_created_ms: leadCreated === undefined ? null : day(leadCreated),
      at: touches.map(([nth]) => day(nth)),
      touch_ids: touches.map(() => newId()),
      person_ids: touches.map(() => newId()),
      kinds: touches.map(() => 'content'),
      types: touches.map(([, , type]) => type ?? 'page_viewed'),
      channels: touches.map(() => ''),
      campaign_ids: touches.map(([, campaign]) => campaign),
      asset_ids: touches.map(() => none),
      teammate_ids: touches.map(() => none),
      personas: touches.map(() => ''),
      buying_stages: touches.map(() => ''),
    })),
  });
}

function claim(metric: ClaimMetric, claimed: number): Claim {
  const isMoney = metric === 'revenue';
  return {
    id: newId(),
    campaign: { id: webinars, name: 'Webinars' },
    teammate: null,
    claimedBy: 'Mira',
    metric,
    isVanity: false,
    count: isMoney ? null : claimed,
    amountMinor: isMoney ? claimed : null,
    currency: isMoney ? 'EUR' : null,
    from: '2026-01-01',
    to: '2026-03-31',
    statedAt: '2026-04-01T00:00:00.000Z',
    statedIn: null,
    recordedBy: 'Mira',
    recordedAt: '2026-04-01T00:00:00.000Z',
    withdrawnAt: null,
    withdrawnBy: null,
  };
}

const settings = { eligibility: 'group', lookbackDays: null, halfLifeDays: 7 } as const;

async function traced(journeys: readonly Journey[], of: Claim, more: Partial<{ lookbackDays: number }> = {}) {
  const workspaceId = newId();
  await insert(workspaceId, journeys);
  const tallies = await traceClaims(services, {
    workspaceId,
    claims: [of],
    settings: { ...settings, ...more },
    money,
  });
  return tallies.get(of.id);
}

test('a win traces where a touchpoint of the campaign came before the close, in the period', async () => {
  const journeys: Journey[] = [
    { eligibility: 'group', touches: [[1, webinars]], won: 20, amountMinor: 1_000 },
    { eligibility: 'group', touches: [[1, ads]], won: 20, amountMinor: 1_000 },
    { eligibility: 'group', touches: [[1, webinars]], won: 120, amountMinor: 1_000 },
    { eligibility: 'group', touches: [[1, webinars]], amountMinor: 1_000 },
  ];
  expect(await traced(journeys, claim('wins', 4))).toMatchObject({ found: 1, claimed: 4, share: 0.25 });
  expect(await traced(journeys, claim('revenue', 1_000))).toMatchObject({ worth: 1_000, share: 1 });
});

test('an opportunity traces by what came up to its opening alone', async () => {
  const journeys: Journey[] = [
    { eligibility: 'group', opened: 10, touches: [[5, webinars]] },
    { eligibility: 'group', opened: 10, touches: [[15, webinars]] },
  ];
  expect(await traced(journeys, claim('opportunities', 2))).toMatchObject({ found: 1, share: 0.5 });
});

test('leads trace by when they were created, meetings by when they took place, each once', async () => {
  const journeys: Journey[] = [
    {
      eligibility: 'person',
      leadCreated: 10,
      touches: [
        [10, webinars],
        [30, none, 'meeting'],
      ],
    },
    {
      eligibility: 'person',
      leadCreated: 10,
      touches: [
        [12, webinars],
        [11, none, 'meeting'],
      ],
    },
    { eligibility: 'person', touches: [[1, webinars]] },
  ];
  expect(await traced(journeys, claim('leads', 2))).toMatchObject({ found: 1, share: 0.5 });
  expect(await traced(journeys, claim('meetings', 1))).toMatchObject({ found: 1, share: 1 });
});

test('touchpoints before the look-back count for nothing', async () => {
  const journeys: Journey[] = [{ eligibility: 'group', touches: [[1, webinars]], won: 60 }];
  expect(await traced(journeys, claim('wins', 1), { lookbackDays: 30 })).toMatchObject({ found: 0 });
  expect(await traced(journeys, claim('wins', 1), { lookbackDays: 90 })).toMatchObject({ found: 1 });
});

test('other currencies count by their rate; without one they are worth nothing here', async () => {
  const journeys: Journey[] = [
    { eligibility: 'group', touches: [[1, webinars]], won: 20, amountMinor: 1_000, currency: 'USD' },
    { eligibility: 'group', touches: [[1, webinars]], won: 20, amountMinor: 1_000, currency: 'SEK' },
  ];
  expect(await traced(journeys, claim('revenue', 500))).toMatchObject({ found: 2, worth: 500, share: 1 });
});

test('the credit that a claim is held against is what the models give', async () => {
  const touches: Journey['touches'] = [
    [1, webinars],
    [4, ads],
    [9, webinars],
    [15, ads],
    [21, webinars],
    [30, ads],
  ];
  const journey: Journey = { eligibility: 'group', touches, leadCreated: 5, opened: 16, won: 31 };
  const tally = await traced([journey], claim('wins', 1));
  const at = touches.map(([nth]) => ({ atMs: day(nth), isDirect: false }));
  const milestones = { leadCreatedMs: day(5), opportunityCreatedMs: day(16) };
  const given = (model: Parameters<typeof shareOfTouches>[0]) =>
    shareOfTouches(model, at, milestones).reduce(
      (sum, share, nth) => sum + (touches[nth]?.[1] === webinars ? share : 0),
      0,
    );
  for (const model of ['first', 'last', 'linear', 'full-path', 'time-decay'] as const)
    expect(tally?.credits[model], model).toBeCloseTo(given(model), 9);
});
