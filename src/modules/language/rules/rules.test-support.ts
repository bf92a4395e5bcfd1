import fc from 'fast-check';
import type { FactValue, InteractionFact, LeadFacts } from '../facts/lead-facts.ts';
import type { InteractionSignal, RuleSignal, ScoringModel, SignalGroup } from '../scoring/model.ts';
import { dayMs } from './calendar.ts';
import type { RuleEnvironment } from './environment.ts';
import { operatorsOf, type RuleField } from './field.ts';
import { environmentOf } from './load-environment.ts';
import type { InteractionFilter, Rule, RuleGroup, RuleValue } from './rule.ts';

export const nowMs = Date.parse('2026-03-20T10:00:00Z');

export const ids = [1, 2, 3].map((n) => `01900000-0000-7000-8000-00000000000${n}`);

/** Berlin, so that a clock changes near the moments asked about. */
export function makeEnvironment(
  bodies: Parameters<typeof environmentOf>[0]['bodies'] = new Map(),
  timeZone = 'Europe/Berlin',
): RuleEnvironment {
  return environmentOf({
    timeZone,
    stages: [
      { key: 'inquiry', name: 'Inquiry' },
      { key: 'mql', name: 'MQL' },
      { key: 'sal', name: 'SAL' },
      { key: 'sql', name: 'SQL' },
    ],
    custom: [
      {
        recordType: 'contact',
        key: 'seniority',
        label: 'Seniority',
        type: 'option',
        options: [{ value: 'vp', label: 'VP' }],
      },
      { recordType: 'contact', key: 'team_size', label: 'Team size', type: 'number', options: [] },
      { recordType: 'contact', key: 'renewal', label: 'Renewal', type: 'date', options: [] },
      { recordType: 'account', key: 'partner', label: 'Partner', type: 'boolean', options: [] },
    ],
    assetTypes: new Map([
      [ids[0] ?? '', 'case study'],
      [ids[1] ?? '', 'pricing page'],
    ]),
    bodies,
  });
}

let made = 0;
export function makeInteraction(
  given: Partial<InteractionFact> & { daysAgo?: number } = {},
): InteractionFact {
  const { daysAgo = 1, ...rest } = given;
  made += 1;
  return {
    id: `i${made}`,
    atMs: nowMs - daysAgo * dayMs,
    kind: 'content',
    type: 'page_view',
    counted: true,
    channel: null,
    campaignId: null,
    assetId: null,
    topics: [],
    page: null,
    direction: null,
    engagedSeconds: 0,
    completionPercent: null,
    subject: null,
    ...rest,
  };
}

export function makeFacts(given: Partial<LeadFacts> = {}): LeadFacts {
  return {
    contactId: ids[2] ?? '',
    atMs: nowMs,
    knownAtMs: nowMs - 100 * dayMs,
    contact: {},
    account: null,
    opportunity: null,
    reachedMs: {},
    interactions: [],
    ...given,
  };
}

export const one = (
  field: string,
  operator: Rule['operator'],
  value: RuleValue = null,
  of?: InteractionFilter,
): RuleGroup => ({
  combinator: 'and',
  rules: [{ field, operator, value, ...(of ? { of } : {}) }],
});
export const all = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'and', rules });
export const any = (...rules: (Rule | RuleGroup)[]): RuleGroup => ({ combinator: 'or', rules });

const types = ['page_view', 'Form_Submitted', 'email_sent', 'call'];

/** Whole hours and edges of windows, so that equal moments come up. */
const agoMs = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((days) => days * dayMs),
  fc.integer({ min: 0, max: 60 * 24 }).map((hours) => hours * 3_600_000),
  fc.integer({ min: 0, max: 60 * dayMs }),
);

const anyInteraction: fc.Arbitrary<InteractionFact> = fc
  .record({
    id: fc.uuid(),
    agoMs,
    kind: fc.constantFrom('content' as const, 'person' as const),
    type: fc.constantFrom(...types),
    counted: fc.boolean(),
    channel: fc.constantFrom(null, 'email', 'Web'),
    campaignId: fc.constantFrom(null, ...ids),
    assetId: fc.constantFrom(null, ...ids),
    topics: fc.subarray(['pricing', 'security']),
    page: fc.constantFrom(null, 'https://example.com/Pricing', 'https://example.com/blog'),
    direction: fc.constantFrom(null, 'inbound' as const, 'outbound' as const),
    engagedSeconds: fc.constantFrom(0, 5, 60),
    completionPercent: fc.constantFrom(null, 0, 50, 100),
    subject: fc.constant(null),
  })
  .map(({ agoMs: ago, ...fact }) => ({ ...fact, atMs: nowMs - ago }));

const anyFilter: fc.Arbitrary<InteractionFilter> = fc
  .record(
    {
      types: fc.subarray(types, { minLength: 1 }),
      kinds: fc.constantFrom<'content' | 'person'>('content', 'person').map((kind) => [kind]),
      assetTypes: fc.constant(['Case Study']),
      pages: fc.constant(['/pricing']),
      completionAtLeast: fc.constantFrom(50, 100),
      withinDays: fc.constantFrom(1, 7, 30, 90),
    },
    { requiredKeys: [] },
  )
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

const dates = ['2026-01-15', '2026-03-20', '2026-03-29', '2026-04-05'];

function valueFor(field: RuleField, operator: Rule['operator']): fc.Arbitrary<RuleValue> {
  if (operator === 'null' || operator === 'notNull') return fc.constant(null);
  if (operator === 'withinDays' || operator === 'olderThanDays') return fc.constantFrom(1, 7, 30);
  const numbers =
    field.kind === 'days' ? fc.constantFrom(0, 1, 7.5, 30) : fc.constantFrom(0, 1, 2, 10, 12.5, 50, 100);
  switch (field.kind) {
    case 'boolean':
      return fc.boolean();
    case 'date':
    case 'time':
      return operator === 'between' ? fc.constant(['2026-01-15', '2026-03-29']) : fc.constantFrom(...dates);
    case 'text':
    case 'option':
    case 'ref':
      return operator === 'in' || operator === 'notIn'
        ? fc.subarray(['VP', 'finance', ...ids], { minLength: 1 })
        : fc.constantFrom('VP', 'fin', ...ids);
    case 'stage':
      return fc.subarray(['mql', 'sal', 'sql'], { minLength: 1 });
    case 'letter':
      return fc.subarray(['A', 'B', 'C', 'D'], { minLength: 1 });
    case 'grade':
      return fc.subarray(['A1', 'A2', 'B1', 'D4'], { minLength: 1 });
    default:
      return operator === 'between'
        ? fc.tuple(numbers, numbers).map((pair) => pair.toSorted((a, b) => a - b))
        : numbers;
  }
}

function anyRule(env: RuleEnvironment): fc.Arbitrary<Rule> {
  const fields = [...env.fields.values()];
  const interactions = fields.filter((field) => field.takesInteractions);
  return fc.oneof(fc.constantFrom(...fields), fc.constantFrom(...interactions)).chain((field) =>
    fc.constantFrom(...operatorsOf[field.kind]).chain((operator) =>
      fc
        .record({
          value: valueFor(field, operator),
          of: field.takesInteractions ? anyFilter : fc.constant(undefined),
        })
        .map(({ value, of }) => ({ field: field.field, operator, value, ...(of ? { of } : {}) })),
    ),
  );
}

export function anyGroup(env: RuleEnvironment): fc.Arbitrary<RuleGroup> {
  const { group } = fc.letrec<{ group: RuleGroup; part: Rule | RuleGroup }>((tie) => ({
    group: fc.record({
      combinator: fc.constantFrom('and' as const, 'or' as const),
      not: fc.boolean(),
      rules: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
    }),
    part: fc.oneof({ maxDepth: 2, depthSize: 'small' }, anyRule(env), tie('group')),
  }));
  return group;
}

const points = fc.constantFrom(-15, -3, 1, 5, 20, 50);
const keyOf = (index: number) => `s${index}`;
const group = fc.constantFrom(undefined, 'web');
const grouped = <T extends object>(signal: T & { group?: string | undefined }) => {
  const { group: named, ...rest } = signal;
  return { ...rest, ...(named === undefined ? {} : { group: named }) };
};

function ruleSignals(env: RuleEnvironment): fc.Arbitrary<RuleSignal[]> {
  return fc
    .array(fc.record({ points, rule: anyGroup(env), group }), { maxLength: 2 })
    .map((signals) => signals.map((signal, at) => ({ key: keyOf(at), name: keyOf(at), ...grouped(signal) })));
}

const interactionSignals: fc.Arbitrary<InteractionSignal[]> = fc
  .array(
    fc.record({
      points,
      of: anyFilter,
      per: fc.constantFrom('each' as const, 'day' as const, 'once' as const),
      halfLifeDays: fc.constantFrom(undefined, 3, 14),
      group,
    }),
    { maxLength: 4 },
  )
  .map((signals) =>
    signals.map(({ halfLifeDays, ...signal }, at) => ({
      key: `e${at}`,
      name: `e${at}`,
      ...grouped(signal),
      ...(halfLifeDays === undefined ? {} : { halfLifeDays }),
    })),
  );

const caps = fc.constantFrom<SignalGroup[]>([], [{ key: 'web', name: 'Web', cap: 12 }]);

export function anyModel(env: RuleEnvironment): fc.Arbitrary<ScoringModel> {
  return fc.record({
    fit: fc.record({
      signals: ruleSignals(env),
      groups: caps,
      letters: fc.constant<[number, number, number]>([40, 20, 5]),
    }),
    engagement: fc.record({
      signals: interactionSignals,
      rules: ruleSignals(env),
      groups: caps,
      levels: fc.constant<[number, number, number]>([40, 20, 5]),
    }),
    account: fc.constant({ method: 'sum_of_best' as const, best: 3 }),
  });
}

const text = fc.constantFrom<FactValue>(null, 'vp', 'VP Finance ', '', 'Finance');

export const anyFacts: fc.Arbitrary<LeadFacts> = fc
  .record({
    knownAgo: agoMs,
    contact: fc.record({
      title: text,
      persona: text,
      createdAt: fc.constantFrom(null, '2026-03-19T10:00:00.000Z', '2026-03-13T23:30:00.000Z'),
      'custom.seniority': text,
      'custom.team_size': fc.constantFrom<FactValue>(null, 3, 50, 'many'),
      'custom.renewal': fc.constantFrom<FactValue>(null, ...dates, 'soon'),
    }),
    account: fc.option(
      fc.record({
        employeeCount: fc.constantFrom(null, 12, 50),
        'custom.partner': fc.constantFrom<FactValue>(null, true, 'no'),
      }),
    ),
    opportunity: fc.option(
      fc.record({ expectedCloseOn: fc.constantFrom(null, ...dates), status: fc.constant('open') }),
    ),
    reached: fc.subarray(['inquiry', 'mql', 'sal']),
    interactions: fc.array(anyInteraction, { maxLength: 8 }),
  })
  .map(({ knownAgo, reached, interactions, ...rest }) => ({
    ...makeFacts(rest),
    knownAtMs: nowMs - knownAgo,
    reachedMs: Object.fromEntries(reached.map((stage) => [stage, nowMs - dayMs])),
    interactions: interactions.toSorted((a, b) => a.atMs - b.atMs),
  }));
