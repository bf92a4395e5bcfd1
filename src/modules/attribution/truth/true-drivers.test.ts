import { beforeAll, expect, test } from 'vitest';
import { simulate } from '../../sample/simulator/simulate.ts';
import { EFFECTS } from '../../sample/simulator/truth.ts';
import type { Channel, SimulatedAccountStory } from '../../sample/simulator/types.ts';
import { noTouchpoints } from '../facts/journeys-sql.ts';
import { markovCredits, type Path } from '../models/markov.ts';
import { shapleyCredits } from '../models/shapley.ts';

/**
 * Do the data-driven models tell what works from what does nothing? In the simulated company coming by webinar, event or
 * recommendation helps a lead to be accepted by sales, by odds that its truth states; Display and Direct change nothing.
 * Journeys are those up to when somebody became known: later on, whoever is interested reads more and meets more of
 * everything, which no model of paths can tell from an effect (see docs/guides/attribution.md).
 *
 * A channel's credit grows with how many met it. What is compared is credit for each journey in which it stands.
 */
const seeds = 200;
const endAt = new Date('2026-03-10T00:00:00Z');
const inert: readonly Channel[] = ['Display', 'Direct'];
const drivers: readonly Channel[] = ['Webinar', 'Event', 'Referral'];
const noTouch: ReadonlySet<string> = new Set(noTouchpoints);

function pathsOf(story: SimulatedAccountStory): Path[] {
  const ownerOf = new Map(story.profiles.map(({ id, contactId }) => [id, contactId]));
  return story.contacts.flatMap((contact) => {
    const touches = story.interactions.filter(
      ({ verified, type, at, contactId, profileId }) =>
        verified &&
        !noTouch.has(type) &&
        at <= contact.createdAt &&
        (contactId ?? ownerOf.get(profileId ?? '')) === contact.id,
    );
    if (touches.length === 0) return [];
    const accepted = story.stageMoves.some((move) => move.contactId === contact.id && move.to === 'sal')
      ? 1
      : 0;
    return [
      {
        keys: touches.map(({ channel }) => channel),
        conversions: accepted,
        value: accepted,
        nulls: 1 - accepted,
      },
    ];
  });
}

type Credits = Map<string, number>;

/** Credit for each journey in which the channel stands. */
function creditAJourney(
  paths: readonly Path[],
  credits: readonly { key: string; conversions: number }[],
): Credits {
  const journeys = new Map<string, number>();
  for (const { keys } of paths)
    for (const key of new Set(keys)) journeys.set(key, (journeys.get(key) ?? 0) + 1);
  return new Map(credits.map(({ key, conversions }) => [key, conversions / (journeys.get(key) ?? 1)]));
}

const models = {
  'markov-1': async (paths: readonly Path[]) => markovCredits(paths, 1),
  'markov-2': async (paths: readonly Path[]) => markovCredits(paths, 2),
  shapley: async (paths: readonly Path[]) => (await shapleyCredits(paths)).credits,
};
type Model = keyof typeof models;
const names: readonly Model[] = ['markov-1', 'markov-2', 'shapley'];

const mean = (credits: Credits, channels: readonly Channel[]) =>
  channels.reduce((sum, channel) => sum + (credits.get(channel) ?? 0), 0) / channels.length;

/** A company of a hundred accounts holds too few journeys of the rarer channels: ten of them are judged as one. */
const companiesAtOnce = 10;
const groups: Path[][] = [];

beforeAll(() => {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const paths = [...simulate({ seed, scale: 0.25, endAt }).accounts()].flatMap(pathsOf);
    const group = groups[Math.floor((seed - 1) / companiesAtOnce)];
    if (group === undefined) groups.push(paths);
    else group.push(...paths);
  }
}, 120_000);

test('the truth says so: the drivers help to be accepted, the inert have no effect', () => {
  const oddsOf = (channel: Channel) =>
    EFFECTS.filter(({ id }) => id === `origin:${channel}:mql` || id === `origin:${channel}:sal`).reduce(
      (odds, { oddsRatio }) => odds * oddsRatio,
      1,
    );
  for (const channel of drivers) expect(oddsOf(channel), channel).toBeGreaterThan(1.8);
  for (const channel of inert) expect(oddsOf(channel), channel).toBe(1);
});

test.each(names)('%s ranks every driver above every inert channel, over all companies', async (name) => {
  const together = groups.flat();
  const credits = creditAJourney(together, await models[name](together));
  const told = [...credits].map(([channel, credit]) => `${channel} ${credit.toFixed(4)}`).join(', ');
  for (const driver of drivers)
    for (const other of inert)
      expect(credits.get(driver), `${driver} above ${other}: ${told}`).toBeGreaterThan(
        credits.get(other) ?? 1,
      );
});

test.each(names)(
  '%s gives more to drivers than to the inert in every group of companies but one in twenty',
  async (name) => {
    const all = await Promise.all(
      groups.map(async (paths) => creditAJourney(paths, await models[name](paths))),
    );
    const right = all.filter((credits) => mean(credits, drivers) > mean(credits, inert));
    expect(groups).toHaveLength(seeds / companiesAtOnce);
    expect(right.length).toBeGreaterThanOrEqual(0.95 * groups.length);
  },
);
