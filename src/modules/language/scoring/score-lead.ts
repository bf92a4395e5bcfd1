import type { InteractionFact, LeadFacts } from '../facts/lead-facts.ts';
import { dayMs, localDate } from '../rules/calendar.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { type Asking, ask, holdsIn } from '../rules/evaluate.ts';
import { matchInteractions } from '../rules/match-interactions.ts';
import type { RuleGroup } from '../rules/rule.ts';
import {
  type Grade,
  type InteractionSignal,
  type Letter,
  type Level,
  letters,
  levels,
  milli,
  type RuleSignal,
  type ScoringModel,
  type SignalGroup,
  worthMilli,
} from './model.ts';

/** One line of a ledger. The lines of a part sum to it exactly; what a cap takes off is a line of its own. */
export type ScoreEntry = {
  is: 'rule' | 'interaction' | 'cap';
  /** Of a cap, the key of the group. */
  signalKey: string;
  name: string;
  group: string | null;
  /** What it was given for: the rule that holds, or the interaction. */
  rule: RuleGroup | null;
  interaction: InteractionFact | null;
  givenMilli: number;
  worthMilli: number;
  /** When its window ends and it stops counting; null: never by time alone, or by its rule. */
  endsAtMs: number | null;
};

export type Score = {
  fitMilli: number;
  engagementMilli: number;
  pointsMilli: number;
  letter: Letter;
  level: Level;
  grade: Grade;
  ledger: { fit: ScoreEntry[]; engagement: ScoreEntry[] };
};

/** Points as people read them. */
export const roundPoints = (thousandths: number): number => Math.floor(thousandths / milli + 0.5);

export function letterOf(fitMilli: number, thresholds: ScoringModel['fit']['letters']): Letter {
  const place = thresholds.findIndex((least) => fitMilli >= least * milli);
  return letters[place === -1 ? 3 : place] ?? 'D';
}

export function levelOf(engagementMilli: number, thresholds: ScoringModel['engagement']['levels']): Level {
  const place = thresholds.findIndex((least) => engagementMilli >= least * milli);
  return levels[place === -1 ? 3 : place] ?? 4;
}

const inOrder = (a: InteractionFact, b: InteractionFact) =>
  a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The interactions a signal gives points for, as of now: each, the first of each day, or the latest alone. */
export function pickInteractions(
  signal: InteractionSignal,
  interactions: readonly InteractionFact[],
  atMs: number,
  env: RuleEnvironment,
): InteractionFact[] {
  const counted = matchInteractions(signal.of, interactions, atMs, env)
    .filter((fact) => fact.counted)
    .sort(inOrder);
  if (signal.per === 'once') return counted.slice(-1);
  if (signal.per === 'each') return counted;
  const days = new Set<string>();
  return counted.filter(({ atMs: factMs }) => {
    const day = localDate(factMs, env.timeZone);
    return !days.has(day) && days.add(day);
  });
}

function rulePoints(asking: Asking, signals: readonly RuleSignal[]): ScoreEntry[] {
  return signals.flatMap((signal) =>
    holdsIn(asking, signal.rule)
      ? [
          {
            is: 'rule' as const,
            signalKey: signal.key,
            name: signal.name,
            group: signal.group ?? null,
            rule: signal.rule,
            interaction: null,
            givenMilli: signal.points * milli,
            worthMilli: signal.points * milli,
            endsAtMs: null,
          },
        ]
      : [],
  );
}

function interactionPoints(asking: Asking, signal: InteractionSignal): ScoreEntry[] {
  const { facts, env } = asking;
  return pickInteractions(signal, facts.interactions, facts.atMs, env).flatMap((interaction) => {
    const worth = worthMilli(signal.points, facts.atMs - interaction.atMs, signal.halfLifeDays);
    if (worth === 0) return [];
    const { withinDays } = signal.of;
    return [
      {
        is: 'interaction' as const,
        signalKey: signal.key,
        name: signal.name,
        group: signal.group ?? null,
        rule: null,
        interaction,
        givenMilli: signal.points * milli,
        worthMilli: worth,
        endsAtMs: withinDays === undefined ? null : interaction.atMs + withinDays * dayMs,
      },
    ];
  });
}

export const sumMilli = (entries: readonly { worthMilli: number }[]): number =>
  entries.reduce((sum, entry) => sum + entry.worthMilli, 0);

/** What each group gives above its cap is taken off again. */
function capEntries(entries: readonly ScoreEntry[], groups: readonly SignalGroup[]): ScoreEntry[] {
  return groups.flatMap((group) => {
    const above = sumMilli(entries.filter((entry) => entry.group === group.key)) - group.cap * milli;
    if (above <= 0) return [];
    return [
      {
        is: 'cap' as const,
        signalKey: group.key,
        name: group.name,
        group: group.key,
        rule: null,
        interaction: null,
        givenMilli: -above,
        worthMilli: -above,
        endsAtMs: null,
      },
    ];
  });
}

const withCaps = (entries: ScoreEntry[], groups: readonly SignalGroup[]) => [
  ...entries,
  ...capEntries(entries, groups),
];

/** As `scoreLead`, within an asking under way. */
export function scoreIn(asking: Asking, model: ScoringModel): Score {
  const fit = withCaps(rulePoints(asking, model.fit.signals), model.fit.groups);
  const engagement = withCaps(
    [
      ...model.engagement.signals.flatMap((signal) => interactionPoints(asking, signal)),
      ...rulePoints(asking, model.engagement.rules),
    ],
    model.engagement.groups,
  );
  const fitMilli = sumMilli(fit);
  const engagementMilli = sumMilli(engagement);
  const letter = letterOf(fitMilli, model.fit.letters);
  const level = levelOf(engagementMilli, model.engagement.levels);
  return {
    fitMilli,
    engagementMilli,
    pointsMilli: fitMilli + engagementMilli,
    letter,
    level,
    grade: `${letter}${level}`,
    ledger: { fit, engagement },
  };
}

/** A lead's score under a model at the moment its facts are of, with the ledger that explains it. */
export function scoreLead(model: ScoringModel, facts: LeadFacts, env: RuleEnvironment): Score {
  return scoreIn(ask(facts, env), model);
}
