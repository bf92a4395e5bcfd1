import { simulate } from '../../sample/simulator/simulate.ts';
import type {
  SimulatedAccountStory,
  SimulatedContact,
  SimulatedInteraction,
  SimulationCast,
} from '../../sample/simulator/types.ts';
import type { InteractionFact, LeadHistory } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { environmentOf } from '../rules/load-environment.ts';
import { foldText } from '../rules/rule.ts';

/** The sample company as leads' histories, told straight from the generator: what the loader would have made of it. */
export function sampleCompany(options: { seed: number; scale: number; endAt: Date }): {
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
