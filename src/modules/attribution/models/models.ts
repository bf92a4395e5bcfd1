/** The ways of sharing out a result among what led to it. Sources and weights: docs/guides/attribution.md. */
export const ruleModels = [
  'first',
  'last',
  'last-non-direct',
  'linear',
  'position',
  'u',
  'w',
  'full-path',
  'j',
  'inverse-j',
  'time-decay',
  'custom',
] as const;
export type RuleModel = (typeof ruleModels)[number];

export const markovModels = ['markov-1', 'markov-2', 'markov-3', 'markov-4'] as const;
const dataDrivenModels = [...markovModels, 'shapley'] as const;
export type DataDrivenModel = (typeof dataDrivenModels)[number];

export const attributionModels = [...ruleModels, ...dataDrivenModels] as const;
export type AttributionModel = (typeof attributionModels)[number];

/** Parts of a whole for the four milestones and what lies between; they need not sum to one. */
export type MilestoneWeights = {
  first: number;
  leadCreated: number;
  opportunityCreated: number;
  closed: number;
  rest: number;
};

const weights = (some: Partial<MilestoneWeights>): MilestoneWeights => ({
  first: 0,
  leadCreated: 0,
  opportunityCreated: 0,
  closed: 0,
  rest: 0,
  ...some,
});

/** Models that give to milestones. `closed` is the last touchpoint at or before the close. */
export const milestoneModels = {
  position: weights({ first: 40, closed: 40, rest: 20 }),
  u: weights({ first: 40, leadCreated: 40, rest: 20 }),
  w: weights({ first: 30, leadCreated: 30, opportunityCreated: 30, rest: 10 }),
  'full-path': weights({ first: 22.5, leadCreated: 22.5, opportunityCreated: 22.5, closed: 22.5, rest: 10 }),
  j: weights({ first: 20, closed: 60, rest: 20 }),
  'inverse-j': weights({ first: 60, closed: 20, rest: 20 }),
} as const satisfies Partial<Record<RuleModel, MilestoneWeights>>;

export const defaultHalfLifeMs = 7 * 86_400_000;
