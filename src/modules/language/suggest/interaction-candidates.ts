import type { InteractionFact } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { type InteractionFilter, passiveTypes, type RuleGroup } from '../rules/rule.ts';
import { type Candidate, countRule, leastSupport, ruleOf } from './candidate.ts';
import type { LearningLead } from './learning-set.ts';

const mostOfAKind = 40;
const finishedPercent = 90;

type Kind = {
  name: string;
  /** What of a fact it goes by. */
  of(fact: InteractionFact, env: RuleEnvironment): readonly string[];
  filter(value: string): InteractionFilter;
  /** Windows in days, shortest first; the last, all that is remembered. */
  windows: readonly number[];
};

const one = (value: string | null): readonly string[] => (value === null || value === '' ? [] : [value]);

const kinds: readonly Kind[] = [
  {
    name: 'type',
    of: ({ type }) => one(type),
    filter: (value) => ({ types: [value] }),
    windows: [30, 90, 365],
  },
  {
    name: 'asset',
    of: ({ assetId }) => one(assetId),
    filter: (value) => ({ assetIds: [value] }),
    windows: [90, 365],
  },
  {
    name: 'assetType',
    of: ({ assetId }, env) => one(assetId === null ? null : (env.assetTypes.get(assetId) ?? null)),
    filter: (value) => ({ assetTypes: [value] }),
    windows: [30, 90, 365],
  },
  {
    name: 'campaign',
    of: ({ campaignId }) => one(campaignId),
    filter: (value) => ({ campaignIds: [value] }),
    windows: [365],
  },
  {
    name: 'channel',
    of: ({ channel }) => one(channel),
    filter: (value) => ({ channels: [value] }),
    windows: [90, 365],
  },
  { name: 'topic', of: ({ topics }) => topics, filter: (value) => ({ topics: [value] }), windows: [365] },
];

/** Questions about what leads did before they were judged. Conversations count like what they read. */
export function interactionCandidates(options: {
  leads: readonly LearningLead[];
  env: RuleEnvironment;
  leaveOut: ReadonlySet<string>;
}): Candidate[] {
  const { leads, env, leaveOut } = options;
  const least = leastSupport(leads.length);
  const all = [...kinds.flatMap((kind) => candidatesOfKind(kind, leads, env, least)), ...overall()];
  return all.filter(({ family }) => !leaveOut.has(family));
}

function candidatesOfKind(
  kind: Kind,
  leads: readonly LearningLead[],
  env: RuleEnvironment,
  least: number,
): Candidate[] {
  const had = new Map<string, Map<number, InteractionFact[]>>();
  for (const [row, { facts }] of leads.entries()) {
    for (const fact of facts.interactions) {
      if (passiveTypes.includes(fact.type)) continue;
      for (const value of kind.of(fact, env)) noteDown(had, value, row, fact);
    }
  }
  return [...had]
    .filter(([, rows]) => rows.size >= least)
    .sort((left, right) => right[1].size - left[1].size || (left[0] < right[0] ? -1 : 1))
    .slice(0, mostOfAKind)
    .flatMap(([value, rows]) => candidatesOfValue({ kind, value, env, had: rows }));
}

function noteDown(
  had: Map<string, Map<number, InteractionFact[]>>,
  value: string,
  row: number,
  fact: InteractionFact,
): void {
  const rows = had.get(value) ?? new Map<number, InteractionFact[]>();
  const facts = rows.get(row) ?? [];
  facts.push(fact);
  rows.set(row, facts);
  had.set(value, rows);
}

function candidatesOfValue(options: {
  kind: Kind;
  value: string;
  env: RuleEnvironment;
  had: ReadonlyMap<number, readonly InteractionFact[]>;
}): Candidate[] {
  const { kind, value, env, had } = options;
  const matters = (fact: InteractionFact) => kind.of(fact, env).includes(value);
  const made = (rule: RuleGroup): Candidate => ({
    field: 'interactions.count',
    rule,
    source: 'interactions',
    family: `${kind.name}:${value}`,
    matters,
    had,
  });
  const [shortest] = kind.windows;
  return kind.windows.flatMap((withinDays) => {
    const of = { ...kind.filter(value), withinDays };
    return [
      made(countRule(of, 1)),
      ...(withinDays === shortest && kind.windows.length > 2 ? [] : [made(countRule(of, 2))]),
      ...(kind.name === 'assetType' && withinDays === 365
        ? [made(countRule({ ...of, completionAtLeast: finishedPercent }, 1))]
        : []),
    ];
  });
}

/** How much and how lately, of whatever kind. */
function overall(): Candidate[] {
  const made = (field: string, family: string, rule: RuleGroup): Candidate => ({
    field,
    rule,
    source: 'interactions',
    family,
  });
  const measured = (
    measure: string,
    value: number,
    withinDays: number,
    kind: 'content' | 'person' = 'content',
  ) =>
    made(
      `interactions.${measure}`,
      kind === 'person' ? 'kind:person' : `interactions.${measure}`,
      ruleOf({
        field: `interactions.${measure}`,
        operator: '>=',
        value,
        of: { withinDays, kinds: [kind] },
      }),
    );
  const seen = (operator: '<=' | '>', value: number) =>
    made(
      'interactions.days_since_last',
      'interactions.days_since_last',
      ruleOf({ field: 'interactions.days_since_last', operator, value, of: { kinds: ['content'] } }),
    );
  return [
    ...[2, 3, 5].map((days) => measured('distinct_days', days, 90)),
    ...[3, 5].map((assets) => measured('distinct_assets', assets, 90)),
    ...[120, 600].map((seconds) => measured('engaged_seconds', seconds, 90)),
    ...[1, 2, 4].map((count) => measured('count', count, 90, 'person')),
    seen('<=', 7),
    seen('<=', 30),
    seen('>', 60),
  ];
}
