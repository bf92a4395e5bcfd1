import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';
import { LIFECYCLE_ORDER, reachedCounts } from './testing.ts';
import { EXPECTED_RATES } from './truth.ts';
import type { SimulatedAccountStory } from './types.ts';

const endAt = new Date('2026-03-10T00:00:00Z');
const tell = (seed: number, scale: number, end = endAt): SimulatedAccountStory[] => [
  ...simulate({ seed, scale, endAt: end }).accounts(),
];
const countInteractions = (stories: Iterable<SimulatedAccountStory>): number => {
  let count = 0;
  for (const story of stories) count += story.interactions.length;
  return count;
};

describe('the same company again', () => {
  it('tells byte for byte the same for the same seed, scale and end', () => {
    const first = simulate({ seed: 7, scale: 0.2, endAt });
    expect(JSON.stringify([...first.accounts()])).toBe(JSON.stringify(tell(7, 0.2)));
    expect(JSON.stringify([...first.accounts()])).toBe(JSON.stringify([...first.accounts()]));
    expect(JSON.stringify(first.cast)).toBe(JSON.stringify(simulate({ seed: 7, scale: 0.2, endAt }).cast));
  });

  it('tells something else for another seed', () => {
    expect(JSON.stringify(tell(7, 0.02))).not.toBe(JSON.stringify(tell(8, 0.02)));
    expect(JSON.stringify(tell(7, 0.02))).not.toBe(JSON.stringify(tell(7 + 2 ** 32, 0.02)));
  });

  it('makes a smaller scale a prefix of a larger one', () => {
    const small = tell(3, 0.05);
    expect(JSON.stringify(tell(3, 0.4).slice(0, small.length))).toBe(JSON.stringify(small));
  });

  it('grows in proportion to the scale', () => {
    const one = countInteractions(tell(1, 1));
    expect(one).toBeGreaterThan(20_000);
    expect(one).toBeLessThan(30_000);
    const eight = countInteractions(simulate({ seed: 1, scale: 8, endAt }).accounts());
    expect(eight / one).toBeGreaterThan(7);
    expect(eight / one).toBeLessThan(9);
    const tiny = countInteractions(tell(1, 0.04));
    expect(tiny).toBeGreaterThan(600);
    expect(tiny).toBeLessThan(1_700);
  });

  it.each([{ seed: 1.5 }, { scale: 0 }, { scale: Number.NaN }, { endAt: new Date(Number.NaN) }])(
    'refuses %o',
    (wrong) => {
      expect(() => simulate({ seed: 1, scale: 1, endAt, ...wrong })).toThrow(RangeError);
    },
  );
});

describe('the sample company looks like one', () => {
  const stories = tell(1, 10);

  it('passes the gates at the expected rates', () => {
    const reached = reachedCounts(stories);
    for (const [position, gate] of (['mql', 'sal', 'sql', 'opportunity', 'customer'] as const).entries()) {
      const rate = (reached[position + 1] ?? 0) / (reached[position] ?? 1);
      const [low, high] = EXPECTED_RATES[gate];
      expect(rate, gate).toBeGreaterThan(low);
      expect(rate, gate).toBeLessThan(high);
    }
  });

  it('is alive at the end: offers waiting, some past their time, deals open', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const sample = tell(seed, 1);
      const waiting = sample
        .flatMap((story) => story.handoffs)
        .filter((handoff) => handoff.status === 'waiting');
      const late = waiting.filter((handoff) => handoff.firstResponseAt === null && handoff.dueAt < endAt);
      const open = sample
        .flatMap((story) => story.opportunities)
        .filter((opportunity) => opportunity.outcome === 'open');
      expect(waiting.length, `waiting, seed ${seed}`).toBeGreaterThan(4);
      expect(late.length, `late, seed ${seed}`).toBeGreaterThan(0);
      expect(open.length, `open, seed ${seed}`).toBeGreaterThan(4);
    }
  });

  it('grows a little and rests in summer', () => {
    const created = stories.flatMap((story) => story.contacts).map((contact) => contact.createdAt.getTime());
    const middle = (endAt.getTime() + Date.UTC(2024, 8, 10)) / 2;
    const late = created.filter((at) => at >= middle).length / created.length;
    expect(late).toBeGreaterThan(0.5);
    expect(late).toBeLessThan(0.72);
    const visitsOf = (month: string): number =>
      stories
        .flatMap((story) => story.contacts)
        .filter((contact) => contact.createdAt.toISOString().startsWith(month)).length;
    expect(visitsOf('2025-08')).toBeLessThan(visitsOf('2025-10'));
  });

  it('never gives two accounts one domain, and marks each as invented', () => {
    const domains = stories.flatMap((story) => (story.account === null ? [] : [story.account.domain]));
    expect(new Set(domains).size).toBe(domains.length);
    for (const domain of domains) expect(domain).toMatch(/^[a-z0-9-]+-invented\.[a-z]{2}$/);
  });

  it('gives every person an address of their own, and ids that never repeat', () => {
    const contacts = stories.flatMap((story) => story.contacts);
    const emails = contacts.map((contact) => contact.email);
    expect(new Set(emails).size).toBe(emails.length);
    for (const email of emails) expect(email).toMatch(/^[a-z0-9._-]+@[a-z0-9.-]+$/);
    for (const list of [
      'contacts',
      'profiles',
      'interactions',
      'stageMoves',
      'handoffs',
      'opportunities',
    ] as const) {
      const ids = stories.flatMap((story) => story[list].map((item) => item.id));
      expect(new Set(ids).size, list).toBe(ids.length);
    }
  });

  it('names only people, campaigns and assets of its cast', () => {
    const { cast } = simulate({ seed: 1, scale: 10, endAt });
    const known = new Set(
      [...cast.teammates, ...cast.campaigns, ...cast.assets, ...cast.products].map((member) => member.id),
    );
    for (const story of stories.slice(0, 800)) {
      const named = [
        ...story.interactions.flatMap((interaction) => [
          interaction.campaignId,
          interaction.assetId,
          interaction.teammateId,
        ]),
        ...story.handoffs.flatMap((handoff) => [handoff.offeredById, handoff.offeredToId]),
        ...story.stageMoves.map((move) => move.byId),
        ...story.opportunities.flatMap((opportunity) => [opportunity.ownerId, opportunity.productId]),
      ];
      for (const id of named) if (id !== null) expect(known.has(id), id).toBe(true);
    }
  });
});

describe('laws of every story', () => {
  const anyStories = fc.record({
    seed: fc.integer(),
    endMs: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) }),
  });

  it('holds them for any seed and end', () => {
    fc.assert(
      fc.property(anyStories, ({ seed, endMs }) => {
        const end = new Date(endMs);
        for (const story of tell(seed, 0.03, end)) checkStory(story, end);
      }),
      { numRuns: 60 },
    );
  });
});

function checkStory(story: SimulatedAccountStory, end: Date): void {
  const contacts = new Map(story.contacts.map((contact) => [contact.id, contact]));
  const profiles = new Map(story.profiles.map((profile) => [profile.id, profile]));
  checkInteractions(story, end, contacts, profiles);
  checkStages(story, end);
  checkDeals(story, end, contacts);
  for (const handoff of story.handoffs) {
    expect(contacts.has(handoff.contactId)).toBe(true);
    const times = [handoff.offeredAt, handoff.firstResponseAt, handoff.decidedAt, handoff.returnedAt].filter(
      (at) => at !== null,
    );
    expect(isAscending(times)).toBe(true);
    expect(handoff.decidedAt === null).toBe(handoff.status === 'waiting');
    expect(handoff.attempts > 0).toBe(handoff.firstResponseAt !== null);
    expect(handoff.dueAt > handoff.offeredAt).toBe(true);
    for (const at of times) expect(at < end).toBe(true);
  }
}

function checkInteractions(
  story: SimulatedAccountStory,
  end: Date,
  contacts: ReadonlyMap<string, SimulatedAccountStory['contacts'][number]>,
  profiles: ReadonlyMap<string, SimulatedAccountStory['profiles'][number]>,
): void {
  expect(isAscending(story.interactions.map((interaction) => interaction.at))).toBe(true);
  for (const interaction of story.interactions) {
    expect(interaction.at < end).toBe(true);
    expect(interaction.verified).toBe(interaction.unverifiedReason === null);
    const profile = interaction.profileId === null ? null : profiles.get(interaction.profileId);
    if (interaction.profileId !== null) expect(profile, interaction.profileId).toBeDefined();
    if (interaction.contactId === null) {
      expect(interaction.profileId).not.toBeNull();
      expect(interaction.accountId).toBeNull();
      if (profile?.boundAt) expect(interaction.at < profile.boundAt).toBe(true);
      continue;
    }
    const contact = contacts.get(interaction.contactId);
    expect(contact, interaction.contactId).toBeDefined();
    if (contact === undefined) continue;
    expect(interaction.accountId).toBe(contact.accountId);
    expect(interaction.at >= contact.createdAt, `${interaction.id} before ${contact.id} was known`).toBe(
      true,
    );
  }
}

function checkStages(story: SimulatedAccountStory, end: Date): void {
  const moved = new Set(
    story.opportunities
      .filter((opportunity) => opportunity.dirt === 'closed before first contact')
      .map((opportunity) => opportunity.id),
  );
  const clean = story.stageMoves.filter(
    (move) => move.opportunityId === null || !moved.has(move.opportunityId),
  );
  for (const contact of story.contacts) {
    const moves = clean.filter((move) => move.contactId === contact.id);
    let at = contact.createdAt;
    for (const move of moves) {
      expect(move.at >= at && move.at < end, `${move.id} of ${contact.id}`).toBe(true);
      at = move.at;
      if (move.kind === 'leave') expect(move.to).toBe('left');
      if (move.kind === 'return') expect(move.reason).not.toBeNull();
      if (move.kind === 'advance' && move.from !== null && move.to !== 'left') {
        expect(LIFECYCLE_ORDER.indexOf(move.to)).toBe(LIFECYCLE_ORDER.indexOf(move.from) + 1);
      }
    }
  }
}

function checkDeals(
  story: SimulatedAccountStory,
  end: Date,
  contacts: ReadonlyMap<string, SimulatedAccountStory['contacts'][number]>,
): void {
  for (const opportunity of story.opportunities) {
    const { stages, group } = opportunity;
    expect(Number.isSafeInteger(opportunity.amountMinor) && opportunity.amountMinor > 0).toBe(true);
    expect(stages[0]?.at).toEqual(opportunity.createdAt);
    expect(isAscending(stages.map((entry) => entry.at))).toBe(true);
    expect(stages.at(-1)?.amountMinor).toBe(opportunity.amountMinor);
    expect(opportunity.closedAt === null).toBe(opportunity.outcome === 'open');
    for (const entry of stages) expect(entry.at < end).toBe(true);
    expect(group.some((member) => member.contactId === opportunity.primaryContactId)).toBe(true);
    for (const member of group) expect(contacts.has(member.contactId)).toBe(true);
    const primary = contacts.get(opportunity.primaryContactId);
    const isTooEarly =
      opportunity.closedAt !== null && primary !== undefined && opportunity.closedAt < primary.createdAt;
    expect(isTooEarly).toBe(opportunity.dirt === 'closed before first contact');
  }
}

function isAscending(times: readonly Date[]): boolean {
  return times.every((at, position) => position === 0 || at >= (times[position - 1] ?? at));
}
