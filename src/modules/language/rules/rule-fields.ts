import { grades, letters } from '../scoring/model.ts';
import { operatorsOf, type RuleField, type RuleFieldKind } from './field.ts';
import { type Measure, measures } from './rule.ts';

export type CustomFieldOfRule = {
  recordType: 'contact' | 'account' | 'opportunity';
  key: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'boolean' | 'option';
  options: readonly { value: string; label: string }[];
};

type Word = { key: string; word: string };

type Standard = readonly [key: string, label: string, kind: RuleFieldKind, refers?: RuleField['refers']];

const contactFields: readonly Standard[] = [
  ['title', 'Job title', 'text'],
  ['persona', 'Persona', 'option'],
  ['buyingRole', 'Buying role', 'option'],
  ['country', 'Country', 'option'],
  ['city', 'City', 'text'],
  ['name', 'Name', 'text'],
  ['email', 'E-mail address', 'text'],
  ['emailDomain', 'Domain of the e-mail address', 'text'],
  ['phone', 'Phone', 'text'],
  ['channel', 'Channel they came by', 'option'],
  ['campaignId', 'Campaign they came by', 'ref', 'campaign'],
  ['ownerId', "Person's owner", 'ref', 'teammate'],
  ['createdAt', 'Person added', 'time'],
];

const accountFields: readonly Standard[] = [
  ['industry', 'Industry', 'option'],
  ['segment', 'Segment', 'option'],
  ['employeeCount', 'Number of employees', 'number'],
  ['annualRevenueMinor', 'Annual revenue', 'money'],
  ['country', "Company's country", 'option'],
  ['city', "Company's city", 'text'],
  ['name', 'Company name', 'text'],
  ['domain', 'Company domain', 'text'],
  ['currency', "Company's currency", 'option'],
  ['ownerId', "Company's owner", 'ref', 'teammate'],
  ['createdAt', 'Company added', 'time'],
];

const opportunityFields: readonly Standard[] = [
  ['status', 'Deal status', 'option'],
  ['stage', 'Deal stage', 'option'],
  ['product', 'Product', 'option'],
  ['amountMinor', 'Deal amount', 'money'],
  ['currency', "Deal's currency", 'option'],
  ['name', 'Deal name', 'text'],
  ['openedAt', 'Deal opened', 'time'],
  ['closedAt', 'Deal closed', 'time'],
  ['expectedCloseOn', 'Expected close', 'date'],
  ['campaignId', "Deal's campaign", 'ref', 'campaign'],
  ['ownerId', "Deal's owner", 'ref', 'teammate'],
];

const records = [
  { record: 'contact', group: 'Person', fields: contactFields },
  { record: 'account', group: 'Company', fields: accountFields },
  { record: 'opportunity', group: 'Deal', fields: opportunityFields },
] as const;

const measureWords: Record<Measure, { label: string; kind: RuleFieldKind }> = {
  count: { label: 'How often', kind: 'number' },
  distinct_days: { label: 'On how many days', kind: 'number' },
  distinct_assets: { label: 'How many pieces of content', kind: 'number' },
  distinct_campaigns: { label: 'How many campaigns', kind: 'number' },
  distinct_channels: { label: 'How many channels', kind: 'number' },
  distinct_types: { label: 'How many kinds of interaction', kind: 'number' },
  engaged_seconds: { label: 'Time spent', kind: 'seconds' },
  completion: { label: 'Most of one piece seen', kind: 'percent' },
  days_since_last: { label: 'Days since the last', kind: 'days' },
  days_since_first: { label: 'Days since the first', kind: 'days' },
};

const dealStatuses = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
];

const made = (field: Omit<RuleField, 'operators'>): RuleField => ({
  ...field,
  operators: operatorsOf[field.kind],
});

function recordFields(): RuleField[] {
  return records.flatMap(({ record, group, fields }) =>
    fields.map(([key, label, kind, refers]) =>
      made({
        field: `${record}.${key}`,
        label,
        group,
        kind,
        ...(refers ? { refers } : {}),
        ...(record === 'opportunity' && key === 'status' ? { options: dealStatuses } : {}),
      }),
    ),
  );
}

function customFields(custom: readonly CustomFieldOfRule[]): RuleField[] {
  return custom.map(({ recordType, key, label, type, options }) =>
    made({
      field: `${recordType}.custom.${key}`,
      label,
      group: records.find(({ record }) => record === recordType)?.group ?? 'Person',
      kind: type,
      ...(type === 'option' ? { options } : {}),
    }),
  );
}

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

function scoreFields({ key, word }: Word): RuleField[] {
  const field = (part: string, label: string, kind: RuleFieldKind, options?: RuleField['options']) =>
    made({
      field: `score.${key}.${part}`,
      label: `${word}: ${label}`,
      group: 'Score',
      kind,
      ...(options ? { options } : {}),
    });
  return [
    field('grade', 'grade', 'grade', same(grades)),
    field('letter', 'fit letter', 'letter', same(letters)),
    field('level', 'engagement level, 1 is the highest', 'number'),
    field('points', 'points', 'number'),
    field('fit', 'fit points', 'number'),
    field('engagement', 'engagement points', 'number'),
  ];
}

/** Every field a rule can name in a workspace with these stages, custom fields, scores and tests, by name. */
export function ruleFieldsOf(options: {
  stages: readonly { key: string; name: string }[];
  custom: readonly CustomFieldOfRule[];
  scores: readonly Word[];
  tests: readonly Word[];
}): Map<string, RuleField> {
  const interactions = measures.map((measure) =>
    made({
      field: `interactions.${measure}`,
      ...measureWords[measure],
      group: 'Interactions',
      takesInteractions: true,
    }),
  );
  const all: RuleField[] = [
    ...interactions,
    ...recordFields(),
    ...customFields(options.custom),
    made({
      field: 'lead.reached',
      label: 'Lifecycle stage reached',
      group: 'Lead',
      kind: 'stage',
      options: options.stages.map(({ key, name }) => ({ value: key, label: name })),
    }),
    made({ field: 'lead.known_days', label: 'Days known to us', group: 'Lead', kind: 'days' }),
    ...options.scores.flatMap(scoreFields),
    ...options.tests.map(({ key, word }) =>
      made({ field: `passes.${key}`, label: word, group: 'Definitions', kind: 'boolean' }),
    ),
  ];
  return new Map(all.map((field) => [field.field, field]));
}
