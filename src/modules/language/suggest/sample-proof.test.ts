import { beforeAll, expect, test } from 'vitest';
import { LONG_WHITE_PAPER } from '../../sample/simulator/assets.ts';
import { RETARGETING } from '../../sample/simulator/campaigns.ts';
import { simulate } from '../../sample/simulator/simulate.ts';
import { EFFECTS } from '../../sample/simulator/truth.ts';
import type {
  SimulatedAccountStory,
  SimulatedContact,
  SimulatedInteraction,
  SimulationCast,
} from '../../sample/simulator/types.ts';
import { leadScore } from '../definitions/starter/scoring.ts';
import type { InteractionFact, LeadFacts, LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { environmentOf } from '../rules/load-environment.ts';
import { foldText } from '../rules/rule.ts';
import { ruleSentence } from '../rules/sentence.ts';
import { scoreLead } from '../scoring/score-lead.ts';
import { type Learnt, learn, modelAuc } from './learn.ts';
import { type LearningSet, makeLearningSet } from './learning-set.ts';
import { stageOutcome } from './outcome.ts';

/**
 * The sample company's generator knows what makes a lead pass each gate. Suggest sees none of that: it is given the
 * records and the log up to a day, learns what foretells that sales accepts a lead, and is then judged on leads that
 * became known in the quarter after that day.
 */
const endAt = new Date('2026-06-03T00:00:00Z');
const cutMs = Date.parse('2026-03-03T00:00:00Z');
const question = stageOutcome({ outcome: 'accepted', stages: ['sal', 'sql', 'opportunity', 'customer'] });

let histories: LeadHistory[];
let env: RuleEnvironment;
let set: LearningSet;
let learnt: Learnt;

beforeAll(async () => {
  ({ histories, env } = sampleCompany({ seed: 7, scale: 6, endAt }));
  set = makeLearningSet({ histories, question, env, endMs: cutMs });
  const words = { fields: env.fields, names: new Map<string, string>(), currency: 'EUR' };
  learnt = await learn({
    set,
    question,
    env,
    keep: [],
    baseline: leadScore.kind === 'scoring' ? leadScore.model : null,
    sayRule: (rule) => ruleSentence(rule, words),
  });
}, 300_000);

/** A record's value that moves the two gates to acceptance, by the generator's own table. */
type Driver = {
  id: string;
  mentions: readonly string[];
  logOdds: number;
  support: number;
  holds(facts: LeadFacts): boolean;
};

function driversOf(field: 'channel' | 'persona' | 'custom.fit', group: string): Driver[] {
  const ofGroup = EFFECTS.filter(
    ({ id, gate }) => id.startsWith(`${group}:`) && (gate === 'mql' || gate === 'sal'),
  );
  const keys = [...new Set(ofGroup.map(({ id }) => id.split(':')[1] ?? ''))];
  return keys.map((key) => {
    const name = field === 'persona' ? (personaNames.get(key) ?? key) : key;
    const whose = histories.filter((history) => fieldOf(history, field) === name);
    return {
      id: `${group}:${key}`,
      mentions: [name, ...(also[key] ?? [])],
      logOdds: ofGroup
        .filter(({ id }) => id.split(':')[1] === key)
        .reduce((sum, { oddsRatio }) => sum + Math.log(oddsRatio), 0),
      support: whose.length / histories.length,
      holds: (facts) => (field === 'custom.fit' ? facts.account?.[field] : facts.contact[field]) === name,
    };
  });
}

/** What else says the same of a lead: the title that goes with the persona, the campaign that goes with the channel. */
const also: Readonly<Record<string, readonly string[]>> = {
  student: ['student'],
  'energy-manager': ['energy'],
  buyer: ['purchas'],
  cfo: ['CFO', 'executive'],
  Event: ['cmp-fair'],
};

const fieldOf = (history: LeadHistory, field: string) =>
  field === 'custom.fit'
    ? Object.values(history.accounts)[0]?.[0]?.values[field]
    : history.contact[0]?.values[field];

const isFound = ({ mentions, logOdds }: Driver): boolean =>
  learnt.signals.some(
    ({ rule, points }) =>
      Math.sign(points) === Math.sign(logOdds) &&
      mentions.some((word) => JSON.stringify(rule.rules).includes(JSON.stringify(word))),
  );

/** By how many points leads with a driver stand above the others, each at the moment it is judged. */
function pointsApart(driver: Driver): number {
  const { model } = learnt;
  if (!model) throw new Error('there is a model');
  const sums = { with: { points: 0, leads: 0 }, without: { points: 0, leads: 0 } };
  for (const { facts } of set.leads) {
    const of = sums[driver.holds(facts) ? 'with' : 'without'];
    of.points += scoreLead(model, facts, env).pointsMilli / 1_000;
    of.leads++;
  }
  return sums.with.points / sums.with.leads - sums.without.points / sums.without.leads;
}

test('finds the drivers that are strong and common enough, with the right sign', () => {
  const drivers = [
    ...driversOf('persona', 'persona'),
    ...driversOf('channel', 'origin'),
    ...driversOf('custom.fit', 'fit'),
  ];
  // How much of what decides about leads a driver is: its effect in standard deviations of the lead.
  const strongest = drivers
    .filter(({ support }) => support >= 0.05)
    .map((driver) => ({
      ...driver,
      weight: Math.abs(driver.logOdds) * Math.sqrt(driver.support * (1 - driver.support)),
    }))
    .sort((left, right) => right.weight - left.weight)
    .slice(0, 5);
  expect(strongest.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['persona:student', 'fit:A', 'origin:Bought List', 'persona:energy-manager']),
  );
  for (const driver of strongest) {
    const apart = pointsApart(driver) * Math.sign(driver.logOdds);
    expect(apart, driver.id).toBeGreaterThan(3);
  }
  // Two need no name of their own: whoever came by the bought list hardly reads, which says it first; and whoever is
  // no A is most often a C.
  const unnamed = strongest.filter((driver) => !isFound(driver)).map(({ id }) => id);
  expect(unnamed.filter((id) => id !== 'origin:Bought List' && id !== 'fit:C')).toEqual([]);
});

test('finds that the more somebody reads, the likelier they are: hidden interest shows in that alone', () => {
  const reading = learnt.signals.filter(({ field }) => /interactions\.(distinct|engaged)/.test(field));
  expect(reading.length).toBeGreaterThan(0);
  for (const { points } of reading) expect(points).toBeGreaterThan(0);
});

test('gives nothing for what does nothing', () => {
  const told = learnt.signals.map(({ rule }) => JSON.stringify(rule));
  for (const inert of [RETARGETING, LONG_WHITE_PAPER, 'Display', 'Direct'])
    expect(told.filter((rule) => rule.includes(`"${inert}"`))).toEqual([]);
});

test('says of itself what is so: its AUC holds on leads it has not seen, its chances come true', () => {
  expect(learnt.folds).toHaveLength(5);
  expect(learnt.auc).toBeGreaterThan(0.7);
  for (const { predicted, observed, leads } of learnt.calibration) {
    const spread = Math.sqrt((predicted * (1 - predicted)) / leads);
    expect(Math.abs(predicted - observed)).toBeLessThan(4 * spread + 0.02);
  }
});

test('the proposed model beats the one that comes with a workspace, on the leads of the following quarter', () => {
  const nextQuarter = histories.filter(({ knownAtMs }) => knownAtMs > cutMs);
  const after = makeLearningSet({ histories: nextQuarter, question, env, endMs: endAt.getTime() });
  if (leadScore.kind !== 'scoring' || !learnt.model) throw new Error('there is a model on both sides');
  const proposed = modelAuc(learnt.model, after, env) ?? 0;
  const builtIn = modelAuc(leadScore.model, after, env) ?? 1;
  expect(after.leads.length).toBeGreaterThan(300);
  expect(proposed).toBeGreaterThan(builtIn + 0.05);
});

const personaNames = new Map(
  simulate({ seed: 7, scale: 0.01, endAt }).cast.personas.map(({ key, name }) => [String(key), name]),
);

/** The sample company as leads' histories, told straight from the generator: what the loader would have made of it. */
function sampleCompany(options: { seed: number; scale: number; endAt: Date }): {
  histories: LeadHistory[];
  env: RuleEnvironment;
} {
  const simulation = simulate(options);
  const histories = [...simulation.accounts()].flatMap((story) => historiesOf(story, simulation.cast));
  const stages = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'];
  const text = (recordType: 'contact' | 'account', key: string, label: string) => ({
    recordType,
    key,
    label,
    type: 'text' as const,
    options: [],
  });
  const env = environmentOf({
    timeZone: 'UTC',
    stages: stages.map((key) => ({ key, name: key })),
    custom: [
      text('account', 'fit', 'Fit'),
      text('contact', 'seniority', 'Seniority'),
      text('contact', 'landing_page', 'Landing page'),
    ],
    assetTypes: new Map(simulation.cast.assets.map(({ id, type }) => [id, foldText(type)])),
    bodies: new Map(),
  });
  return { histories, env };
}

const beginningMs = Date.UTC(1900, 0, 1);
const always = (values: LeadHistory['contact'][number]['values']) => [{ fromMs: beginningMs, values }];

function historiesOf(story: SimulatedAccountStory, cast: SimulationCast): LeadHistory[] {
  const { account } = story;
  const ofAccount: LeadHistory['contact'][number]['values'] = account
    ? {
        name: account.name,
        industry: account.segment,
        segment: account.segment,
        country: account.country,
        city: account.city,
        employeeCount: account.employees,
        'custom.fit': account.fit,
      }
    : {};
  return story.contacts.map((contact) => ({
    contactId: contact.id,
    knownAtMs: contact.createdAt.getTime(),
    contact: always(contactValues(contact, cast)),
    accountIds: [{ fromMs: beginningMs, accountId: contact.accountId }],
    accounts: contact.accountId === null ? {} : { [contact.accountId]: always(ofAccount) },
    opportunities: [],
    reachedMs: reachedOf(story, contact.id),
    interactions: factsOf(story, contact.id),
  }));
}

const contactValues = (contact: SimulatedContact, cast: SimulationCast) => ({
  title: contact.title,
  persona: cast.personas.find(({ key }) => key === contact.persona)?.name ?? contact.persona,
  country: contact.country,
  channel: contact.origin,
  campaignId: contact.originCampaignId,
  buyingRole: contact.buyingRole,
  'custom.seniority': contact.seniority,
  'custom.landing_page': contact.landingPage,
});

function reachedOf(story: SimulatedAccountStory, contactId: string): Record<string, number> {
  const reached: Record<string, number> = {};
  for (const { contactId: whose, to, kind, at } of story.stageMoves) {
    if (whose !== contactId || to === 'left' || kind === 'return') continue;
    reached[to] = Math.min(reached[to] ?? Number.POSITIVE_INFINITY, at.getTime());
  }
  return reached;
}

function factsOf(story: SimulatedAccountStory, contactId: string): InteractionFact[] {
  const devices = new Set(story.profiles.filter((one) => one.contactId === contactId).map(({ id }) => id));
  return story.interactions
    .filter((one) => one.verified && isTheirs(one, contactId, devices))
    .map((one) => ({
      id: one.id,
      atMs: one.at.getTime(),
      kind: one.kind,
      type: one.type,
      counted: true,
      channel: one.channel,
      campaignId: one.campaignId,
      assetId: one.assetId,
      topics: one.topic === null ? [] : [foldText(one.topic)],
      page: one.url,
      direction: one.direction,
      engagedSeconds: one.engagedSeconds,
      completionPercent: one.completion === null ? null : Math.round(one.completion * 100),
      subject: one.title,
    }))
    .sort((left, right) => left.atMs - right.atMs);
}

const isTheirs = (one: SimulatedInteraction, contactId: string, devices: ReadonlySet<string>): boolean =>
  one.contactId === contactId ||
  one.alsoPresentIds.includes(contactId) ||
  (one.contactId === null && one.profileId !== null && devices.has(one.profileId));
