import fc from 'fast-check';
import type { RuleEnvironment } from '../../rules/environment.ts';
import { operatorsOf, type RuleField, type RuleFieldKind } from '../../rules/field.ts';
import {
  type InteractionFilter,
  type Operator,
  operators,
  type Rule,
  type RuleGroup,
  type RuleValue,
} from '../../rules/rule.ts';
import { ruleFieldsOf } from '../../rules/rule-fields.ts';
import {
  grades,
  type InteractionSignal,
  letters,
  type RuleSignal,
  type ScoringModel,
} from '../../scoring/model.ts';
import {
  assetIds,
  campaignIds,
  channels,
  customTypes,
  ownerIds,
  stages,
  topics,
  types,
  words,
} from './draw-history.ts';
import { dateText } from './draw-times.ts';

const asCustom = (recordType: 'contact' | 'account' | 'opportunity') =>
  Object.entries(customTypes[recordType]).map(([key, type]) => ({
    recordType,
    key,
    label: key,
    type,
    options: [],
  }));

/** Definitions rest on each other in this order: a model, a test of it, a model of both, a test of all. */
const named = { scores: ['warmth', 'priority'], tests: ['fitting', 'ready'] };
const as = (keys: readonly string[]) => keys.map((key) => ({ key, word: key }));

export const fields: ReadonlyMap<string, RuleField> = ruleFieldsOf({
  stages: stages.map((key) => ({ key, name: key })),
  custom: [...asCustom('contact'), ...asCustom('account'), ...asCustom('opportunity')],
  scores: as(named.scores),
  tests: as(named.tests),
});

const many = <T>(of: readonly T[], most = 3) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: most });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const drawnFilter = fc.record({
  types: maybe(many(types.map((type) => type.toUpperCase()))),
  kinds: fc.option(many(['content', 'person'] as const, 1), { nil: undefined, freq: 1 }),
  channels: maybe(many(channels)),
  campaignIds: maybe(many(campaignIds)),
  assetIds: maybe(many(assetIds)),
  assetTypes: maybe(many(['Case Study', 'guide', 'none'])),
  topics: maybe(many(topics)),
  pages: maybe(many(['PRICING', '/', 'ünï'])),
  directions: maybe(many(['inbound', 'outbound'] as const)),
  completionAtLeast: maybe(fc.constantFrom(1, 30, 75, 100)),
  withinDays: fc.option(fc.constantFrom(1, 2, 7, 30), { nil: undefined, freq: 3 }),
});

/** Two of its conditions at most: more of them hold for nothing. */
const interactionFilter: fc.Arbitrary<InteractionFilter> = fc
  .tuple(
    drawnFilter,
    fc.subarray(
      [
        'types',
        'kinds',
        'channels',
        'campaignIds',
        'assetIds',
        'assetTypes',
        'topics',
        'pages',
        'directions',
        'completionAtLeast',
      ] as const,
      { maxLength: 2 },
    ),
  )
  .map(([{ withinDays, ...conditions }, kept]) => ({
    ...(withinDays === undefined ? {} : { withinDays }),
    ...Object.fromEntries(
      kept.flatMap((key) => (conditions[key] === undefined ? [] : [[key, conditions[key]]])),
    ),
  }));

const sometimesList = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
const pair = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one).map((two) => [...two]);
const numbers: fc.Arbitrary<number> = fc.constantFrom(
  -3,
  0,
  0.1,
  1,
  2,
  3,
  7,
  10,
  12,
  12.5,
  95,
  250,
  1000,
  1e21,
);
const dayCounts = fc.constantFrom(0, 1, 2, 3, 7, 30, 0.5);

/** Of the wrong sort now and then: such a rule says nothing, and that, too, must be one answer. */
const anything: fc.Arbitrary<RuleValue> = fc.oneof(
  fc.constantFrom<RuleValue>(null, true, false, '', '12', 'cfo'),
  numbers,
  dateText,
  fc.constant<RuleValue>([]),
  pair<string | number>(fc.oneof(numbers, dateText)),
);

function valueFor(kind: RuleFieldKind, operator: Operator): fc.Arbitrary<RuleValue> {
  if (operator === 'null' || operator === 'notNull') return fc.constant(null);
  if (operator === 'withinDays' || operator === 'olderThanDays') return dayCounts;
  const one = oneFor(kind);
  if (operator === 'between') return pair(one);
  return operator === 'in' || operator === 'notIn' || kind === 'text' ? sometimesList(one) : one;
}

function oneFor(kind: RuleFieldKind): fc.Arbitrary<string | number> {
  switch (kind) {
    case 'date':
    case 'time':
      return dateText;
    case 'stage':
      return fc.constantFrom(...stages);
    case 'letter':
      return fc.constantFrom(...letters);
    case 'grade':
      return fc.constantFrom(...grades);
    case 'ref':
      return fc.constantFrom(...campaignIds, ...ownerIds, 'not an id');
    case 'days':
      return dayCounts;
    case 'number':
    case 'money':
    case 'percent':
    case 'seconds':
      return numbers;
    default:
      return fc.constantFrom(...words, 'ΣΙΓ', 'str', '%', '\\', "'", 'o', 12);
  }
}

const booleanValue = fc.constantFrom<RuleValue>(true, false);

function ruleOn(field: RuleField): fc.Arbitrary<Rule> {
  const operator = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...field.operators, ...operatorsOf[field.kind]) },
    { weight: 1, arbitrary: fc.constantFrom(...operators) },
  );
  return operator.chain((chosen) =>
    fc.record({
      field: fc.constant(field.field),
      operator: fc.constant(chosen),
      value: fc.oneof(
        { weight: 12, arbitrary: field.kind === 'boolean' ? booleanValue : valueFor(field.kind, chosen) },
        { weight: 1, arbitrary: anything },
      ),
      ...(field.takesInteractions ? { of: fc.option(interactionFilter, { nil: {}, freq: 9 }) } : {}),
    }),
  );
}

/** `plain`: only what is gathered for many moments at once; see `resample-sql.ts`. */
export type Usable = { scores: number; tests: number; plain?: true };

const notPlain = /^(opportunity[.]|interactions[.]distinct)/;

/** Rules over everything, or only over such definitions as come before. */
export function ruleGroup(usable: Usable, depth = 2): fc.Arbitrary<RuleGroup> {
  const allowed = [...fields.values()].filter(({ field }) => {
    const [source, key = ''] = field.split('.');
    if (usable.plain && notPlain.test(field)) return false;
    if (source === 'score') return named.scores.indexOf(key) < usable.scores;
    return source !== 'passes' || named.tests.indexOf(key) < usable.tests;
  });
  const from = (source: string) => allowed.filter(({ field }) => field.startsWith(`${source}.`));
  const ruleFrom = (some: readonly RuleField[]) => fc.constantFrom(...some).chain(ruleOn);
  const rule = fc.oneof(
    ...['contact', 'account', 'opportunity', 'lead', 'score', 'passes']
      .map(from)
      .filter((some) => some.length > 0)
      .map((some) => ({ weight: 2, arbitrary: ruleFrom(some) })),
    { weight: 6, arbitrary: ruleFrom(from('interactions')) },
    { weight: 1, arbitrary: fc.constant<Rule>({ field: 'contact.custom.gone', operator: '!=', value: 'x' }) },
  );
  const inner = (left: number): fc.Arbitrary<RuleGroup> =>
    fc.record({
      combinator: fc.constantFrom('and', 'or'),
      not: fc.option(fc.boolean(), { nil: undefined }),
      rules: fc.array(
        left > 0 ? fc.oneof({ weight: 3, arbitrary: rule }, { weight: 1, arbitrary: inner(left - 1) }) : rule,
        { maxLength: 3 },
      ),
    });
  return inner(depth);
}

const group = fc.option(fc.constantFrom('web', 'talk'), { nil: undefined });
const points = fc.constantFrom(-20, -1, 1, 3, 5, 10, 17, 50);

const ruleSignals = (usable: Usable): fc.Arbitrary<RuleSignal[]> =>
  fc.array(
    fc.record({ key: fc.constant('r'), name: fc.constant('r'), rule: ruleGroup(usable, 0), points, group }),
    { maxLength: 3 },
  );

const interactionSignal = (usable: Usable): fc.Arbitrary<InteractionSignal> =>
  fc.record({
    key: fc.constant('i'),
    name: fc.constant('i'),
    of: interactionFilter,
    points,
    per: usable.plain ? fc.constantFrom('each', 'once') : fc.constantFrom('each', 'each', 'day', 'once'),
    halfLifeDays: fc.option(fc.constantFrom(0.5, 1, 7, 30, 3.3), { nil: undefined, freq: 2 }),
    group,
  });

const groups = fc
  .subarray(['web', 'talk'])
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({ key: fc.constant(key), name: fc.constant(key), cap: fc.constantFrom(1, 5, 12, 100) }),
      ),
    ),
  );
const thresholds = fc.constantFrom<[number, number, number]>([30, 10, 0], [5, 1, -1], [100, 50, 20]);

export const scoringModel = (usable: Usable): fc.Arbitrary<ScoringModel> =>
  fc.record({
    fit: fc.record({ signals: ruleSignals(usable), groups, letters: thresholds }),
    engagement: fc.record({
      signals: fc.array(interactionSignal(usable), { maxLength: 4 }),
      rules: ruleSignals(usable),
      groups,
      levels: thresholds,
    }),
    account: fc.constant({ method: 'sum_of_best' as const, best: 3 }),
  });

/** What a workspace's definitions make of it: two models and two tests, each resting on those before. */
export const environment = (timeZone: string): fc.Arbitrary<RuleEnvironment> =>
  fc
    .record({
      warmth: scoringModel({ scores: 0, tests: 0 }),
      fitting: fc.array(ruleGroup({ scores: 1, tests: 0 }, 1), { maxLength: 2 }),
      priority: scoringModel({ scores: 1, tests: 1 }),
      ready: fc.array(ruleGroup({ scores: 2, tests: 1 }, 1), { maxLength: 2 }),
    })
    .map(({ warmth, fitting, priority, ready }) => ({
      timeZone,
      stages,
      fields,
      customTypes,
      assetTypes: new Map([
        [assetIds[0] ?? '', 'case study'],
        [assetIds[1] ?? '', 'guide'],
      ]),
      models: new Map([
        ['warmth', warmth],
        ['priority', priority],
      ]),
      passes: new Map([
        ['fitting', fitting],
        ['ready', ready],
      ]),
    }));
