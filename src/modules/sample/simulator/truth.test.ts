import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { simulate } from './simulate.ts';
import { EFFECTS, FLAWS, passProbability, probabilityWith, probabilityWithout } from './truth.ts';
import type {
  Gate,
  GateTrial,
  SimulatedAccountStory,
  SimulatedHandoff,
  SimulatedOpportunity,
} from './types.ts';

const endAt = new Date('2026-03-10T00:00:00Z');
const HOUR_MS = 3_600_000;
const trials: GateTrial[] = [];
const handoffs: { handoff: SimulatedHandoff; region: string; campaignId: string | null }[] = [];
const opportunities: SimulatedOpportunity[] = [];
const sheetShares = new Set<string>();

beforeAll(() => {
  for (const story of simulate({ seed: 11, scale: 40, endAt }).accounts()) {
    trials.push(...story.trials.filter((trial) => trial.decided));
    opportunities.push(...story.opportunities);
    const campaignOf = new Map(story.contacts.map((contact) => [contact.id, contact.originCampaignId]));
    for (const handoff of story.handoffs) {
      handoffs.push({
        handoff,
        region: story.account?.region ?? 'none',
        campaignId: campaignOf.get(handoff.contactId) ?? null,
      });
    }
    for (const interaction of story.interactions) {
      if (interaction.type === 'asset_shared' && interaction.assetId === FLAWS.unusedAsset.assetId)
        sheetShares.add(story.account?.id ?? '');
    }
  }
}, 60_000);

describe('true effects', () => {
  it('passes each gate as often as the stated probabilities say, for every effect', () => {
    for (const effect of EFFECTS) {
      const held = trials.filter((trial) => trial.effectIds.includes(effect.id));
      const expected = held.reduce((sum, trial) => sum + trial.probability, 0);
      const variance = held.reduce((sum, trial) => sum + trial.probability * (1 - trial.probability), 0);
      const passed = held.filter((trial) => trial.passed).length;
      // 4.5 standard deviations: with some seventy effects a false alarm is one in two thousand.
      expect(Math.abs(passed - expected), effect.id).toBeLessThan(4.5 * Math.sqrt(variance) + 1);
    }
  });

  it('shows those that people do in plain comparison, in the right direction', () => {
    for (const effect of EFFECTS.filter((candidate) => candidate.id.startsWith('did:'))) {
      const atGate = trials.filter((trial) => trial.gate === effect.gate);
      const held = atGate.filter((trial) => trial.effectIds.includes(effect.id));
      const others = atGate.filter((trial) => !trial.effectIds.includes(effect.id));
      expect(held.length, effect.id).toBeGreaterThan(40);
      const ratio = odds(held) / odds(others);
      if (effect.oddsRatio > 1) expect(ratio, effect.id).toBeGreaterThan(1 + (effect.oddsRatio - 1) / 5);
      else expect(ratio, effect.id).toBeLessThan(1 - (1 - effect.oddsRatio) / 5);
    }
  });

  it('makes the bought list much worse than webinars and the prize draw worthless', () => {
    const passRate = (id: string, gate: Gate): number =>
      rate(trials.filter((trial) => trial.gate === gate && trial.effectIds.includes(`${id}:${gate}`)));
    expect(passRate('origin:Webinar', 'mql')).toBeGreaterThan(1.8 * passRate('origin:Bought List', 'mql'));
    expect(passRate('origin:Webinar', 'sal')).toBeGreaterThan(1.4 * passRate('origin:Bought List', 'sal'));
    expect(passRate('campaign:cmp-prize-draw', 'mql')).toBeGreaterThan(0.35);
    expect(passRate('campaign:cmp-prize-draw', 'sal')).toBeLessThan(0.35);
  });

  it('lets the inert look good: those who click retargeting pass more often, though the clicks do nothing', () => {
    const clickers = [0, 0];
    const others = [0, 0];
    for (const story of simulate({ seed: 12, scale: 8, endAt }).accounts()) {
      const firstClick = new Map<string, Date>();
      for (const { contactId, campaignId, type, at } of story.interactions) {
        if (
          contactId !== null &&
          type === 'ad_clicked' &&
          campaignId === 'cmp-retargeting' &&
          !firstClick.has(contactId)
        )
          firstClick.set(contactId, at);
      }
      for (const trial of story.trials.filter((candidate) => candidate.gate === 'mql' && candidate.decided)) {
        const clickedAt = firstClick.get(trial.contactId);
        const group = clickedAt !== undefined && clickedAt < trial.at ? clickers : others;
        group[0] = (group[0] ?? 0) + 1;
        group[1] = (group[1] ?? 0) + (trial.passed ? 1 : 0);
      }
    }
    expect((clickers[1] ?? 0) / (clickers[0] ?? 1)).toBeGreaterThan(
      1.15 * ((others[1] ?? 0) / (others[0] ?? 1)),
    );
  });

  it('turns counterfactuals with the stated odds ratio', () => {
    const trial = trials.find((candidate) => candidate.effectIds.includes('did:case-study-finished'));
    if (trial === undefined) throw new Error('no deal with a finished case study');
    const rest = trial.effectIds.filter((id) => id !== 'did:case-study-finished');
    expect(probabilityWithout(trial, 'did:case-study-finished')).toBeCloseTo(
      passProbability('customer', trial.intent, rest),
      12,
    );
    expect(probabilityWith(trial, 'did:case-study-finished')).toBe(trial.probability);
  });
});

describe('what held can be seen in the data', () => {
  const visible = (story: SimulatedAccountStory, contactId: string) => {
    const profiles = new Set(
      story.profiles.filter((profile) => profile.contactId === contactId).map((profile) => profile.id),
    );
    return story.interactions.filter(
      (interaction) =>
        interaction.verified &&
        (interaction.contactId === contactId || profiles.has(interaction.profileId ?? '')),
    );
  };

  it('for reading, responses, packets, talks and groups', () => {
    for (const story of simulate({ seed: 5, scale: 1, endAt }).accounts()) {
      for (const trial of story.trials.filter((candidate) => candidate.decided)) {
        const before = visible(story, trial.contactId).filter((interaction) => interaction.at < trial.at);
        const handoff = story.handoffs.find(
          (candidate) => candidate.contactId === trial.contactId && candidate.round === trial.round,
        );
        const deal = story.opportunities.find((candidate) => candidate.id === trial.opportunityId);
        const holds = (id: string): boolean => trial.effectIds.includes(id);
        if (trial.gate === 'mql') {
          expect(holds('did:pricing-twice')).toBe(
            before.filter((interaction) => interaction.assetId === 'asset-pricing').length >= 2,
          );
          expect(holds('did:webinar-live')).toBe(
            before.some((interaction) => interaction.type === 'webinar_attended'),
          );
        } else if (trial.gate === 'sal') {
          expect(holds('did:full-packet')).toBe((handoff?.packet.length ?? 0) >= 7);
        } else if (trial.gate === 'sql') {
          expect(holds('did:calculator')).toBe(
            before.some((interaction) => interaction.assetId === 'asset-roi-calculator'),
          );
        } else if (trial.gate === 'customer') {
          const group = deal?.group.map((member) => member.contactId) ?? [];
          const finished = group
            .flatMap((id) => visible(story, id))
            .some(
              (read) =>
                read.at < trial.at &&
                (read.assetId ?? '').startsWith('asset-cs-') &&
                (read.completion ?? 0) >= 0.9,
            );
          expect(holds('did:three-in-group')).toBe(group.length >= 3);
          expect(holds('did:case-study-finished')).toBe(finished);
        }
      }
    }
  });
});

describe('flaws', () => {
  it('answers late in the slow region and with the overfull rep', () => {
    const waits = (belongs: (entry: (typeof handoffs)[number]) => boolean): number =>
      median(
        handoffs
          .filter(belongs)
          .flatMap(({ handoff }) =>
            handoff.firstResponseAt === null
              ? []
              : [(handoff.firstResponseAt.getTime() - handoff.offeredAt.getTime()) / HOUR_MS],
          ),
      );
    const usual = waits(({ handoff }) => handoff.offeredToId === 'tm-sdr-3');
    expect(waits(({ handoff }) => handoff.offeredToId === FLAWS.slowRegion.teammateId)).toBeGreaterThan(
      2.5 * usual,
    );
    expect(waits(({ handoff }) => handoff.offeredToId === FLAWS.overfullRep.teammateId)).toBeGreaterThan(
      1.4 * usual,
    );
    const overfull = handoffs.filter(
      ({ handoff }) => handoff.offeredToId === FLAWS.overfullRep.teammateId,
    ).length;
    expect(overfull / handoffs.length).toBeGreaterThan(0.3);
  });

  it('gives thin packets with one campaign, and hardly ever uses the asset that works', () => {
    const items = (isThin: boolean): number => {
      const packets = handoffs
        .filter(({ campaignId }) => (campaignId === FLAWS.thinPackets.campaignId) === isThin)
        .map(({ handoff }) => handoff.packet.length);
      return packets.reduce((sum, count) => sum + count, 0) / packets.length;
    };
    expect(items(true)).toBeLessThan(4.2);
    expect(items(false)).toBeGreaterThan(6.8);
    expect(sheetShares.size / opportunities.length).toBeLessThan(0.08);
    expect(sheetShares.size).toBeGreaterThan(20);
  });
});

describe('randomness', () => {
  it('is even, normal where it says so, and repeats only with its seed', () => {
    const random = new Random(1, 2);
    const uniform = Array.from({ length: 100_000 }, () => random.next());
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    const normal = Array.from({ length: 100_000 }, () => random.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
    expect(mean(Array.from({ length: 50_000 }, () => random.poisson(2.5, 50)))).toBeCloseTo(2.5, 1);
    expect(new Random(1, 2).next()).toBe(uniform[0]);
    expect(new Random(1, 3).next()).not.toBe(uniform[0]);
  });
});

function rate(list: readonly GateTrial[]): number {
  return list.filter((trial) => trial.passed).length / list.length;
}

function odds(list: readonly GateTrial[]): number {
  return rate(list) / (1 - rate(list));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
