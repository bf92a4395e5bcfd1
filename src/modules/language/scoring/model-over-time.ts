import type { InteractionFact } from '../facts/lead-facts.ts';
import { dayMs } from '../rules/calendar.ts';
import { isMeant } from '../rules/match-interactions.ts';
import { earliest, type Outlook, type Part, partOf } from '../rules/next-change.ts';
import {
  type InteractionSignal,
  milli,
  type RuleSignal,
  type ScoringModel,
  type SignalGroup,
  worthMilli,
} from './model.ts';
import { pickInteractions } from './score-lead.ts';

/** How a score is read: equal readings at both ends of a stretch on which it only rises or falls mean no change in it. */
export type Reading = (fitMilli: number, engagementMilli: number) => string;

export type OverTime = {
  at(ms: number): { fit: number; engagement: number };
  /** The first moment after this one at which the score reads otherwise; null: none before the horizon. */
  next(afterMs: number, reading: Reading): number | null;
};

type TimedRule = { points: number; group: string | undefined; part: Part };
type TimedSignal = { signal: InteractionSignal; facts: InteractionFact[] };

/** What counts between two moments at which something begins or ceases to; in it worth only fades. */
type Stretch = {
  fit: number;
  /** Points of engagement that do not fade, by group. */
  steady: Map<string, number>;
  fading: { points: number; atMs: number; halfLifeDays: number; group: string }[];
};

const noGroup = '';
const mostStretches = 5_000;
const mostSteps = 20_000;

const timedRules = (outlook: Outlook, signals: readonly RuleSignal[]): TimedRule[] =>
  signals.map(({ points, group, rule }) => ({ points, group, part: partOf(outlook, rule) }));

const timedSignals = ({ facts, env }: Outlook, signals: readonly InteractionSignal[]): TimedSignal[] =>
  signals.map((signal) => ({
    signal,
    facts: facts.interactions.filter((fact) => fact.atMs <= facts.atMs && isMeant(signal.of, fact, env)),
  }));

const add = (sums: Map<string, number>, group: string, worth: number) =>
  sums.set(group, (sums.get(group) ?? 0) + worth);

function capped(sums: ReadonlyMap<string, number>, groups: readonly SignalGroup[]): number {
  let total = 0;
  for (const [group, sum] of sums) {
    const cap = groups.find(({ key }) => key === group)?.cap;
    total += cap === undefined ? sum : Math.min(sum, cap * milli);
  }
  return total;
}

function rulesAt(rules: readonly TimedRule[], ms: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { points, group, part } of rules) if (part.at(ms)) add(sums, group ?? noGroup, points * milli);
  return sums;
}

/** The least and the most that engagement can be from one moment of a stretch to another. */
function bounds(stretch: Stretch, groups: readonly SignalGroup[], fromMs: number, toMs: number) {
  const low = new Map(stretch.steady);
  const high = new Map(stretch.steady);
  for (const { points, atMs, halfLifeDays, group } of stretch.fading) {
    const first = worthMilli(points, fromMs - atMs, halfLifeDays);
    const last = worthMilli(points, toMs - atMs, halfLifeDays);
    add(low, group, Math.min(first, last));
    add(high, group, Math.max(first, last));
  }
  return { low: capped(low, groups), high: capped(high, groups) };
}

type Search = {
  reads: string;
  reading: Reading;
  stretch: Stretch;
  groups: readonly SignalGroup[];
  steps: number;
};

/** The first moment of these at which the score reads otherwise. The halves that cannot hold one are left out. */
function search(task: Search, fromMs: number, toMs: number): number | null {
  const { stretch, groups, reading, reads } = task;
  const { low, high } = bounds(stretch, groups, fromMs, toMs);
  if (reading(stretch.fit, low) === reads && reading(stretch.fit, high) === reads) return null;
  // Looked at for long enough: nothing has changed before this moment.
  if (fromMs >= toMs || task.steps++ > mostSteps) return fromMs;
  const middle = Math.floor((fromMs + toMs) / 2);
  return search(task, fromMs, middle) ?? search(task, middle + 1, toMs);
}

/** A score over time, for one lead while nothing new happens. */
export function modelOverTime(outlook: Outlook, model: ScoringModel): OverTime {
  const { env, endMs } = outlook;
  const fitRules = timedRules(outlook, model.fit.signals);
  const rules = timedRules(outlook, model.engagement.rules);
  const signals = timedSignals(outlook, model.engagement.signals);
  const { groups } = model.engagement;
  const ends = signals.flatMap(({ signal: { of }, facts }) =>
    of.withinDays === undefined ? [] : facts.map(({ atMs }) => atMs + (of.withinDays ?? 0) * dayMs),
  );
  const stretchAt = (ms: number): Stretch => {
    const steady = rulesAt(rules, ms);
    const fading: Stretch['fading'] = [];
    for (const { signal, facts } of signals) {
      const { points, halfLifeDays, group = noGroup } = signal;
      for (const { atMs } of pickInteractions(signal, facts, ms, env)) {
        if (halfLifeDays === undefined) add(steady, group, points * milli);
        else fading.push({ points, atMs, halfLifeDays, group });
      }
    }
    return { fit: capped(rulesAt(fitRules, ms), model.fit.groups), steady, fading };
  };
  const nextStretch = (afterMs: number): number | null => {
    const endsNext = earliest(ends.filter((ms) => ms > afterMs && ms <= endMs));
    return earliest([endsNext, ...[...fitRules, ...rules].map(({ part }) => part.next(afterMs))]);
  };
  const valueIn = (stretch: Stretch, ms: number) => ({
    fit: stretch.fit,
    engagement: bounds(stretch, groups, ms, ms).low,
  });
  return {
    at: (ms) => valueIn(stretchAt(ms), ms),
    next: (afterMs, reading) => {
      let stretch = stretchAt(afterMs);
      const before = valueIn(stretch, afterMs);
      const reads = reading(before.fit, before.engagement);
      let fromMs = afterMs;
      for (let stretches = 0; stretches < mostStretches; stretches++) {
        const nextMs = nextStretch(fromMs);
        const toMs = nextMs === null ? endMs : nextMs - 1;
        const task: Search = { reads, reading, stretch, groups, steps: 0 };
        const found = stretch.fading.length === 0 || toMs < fromMs ? null : search(task, fromMs, toMs);
        if (found !== null || nextMs === null) return found;
        stretch = stretchAt(nextMs);
        const { fit, engagement } = valueIn(stretch, nextMs);
        if (reading(fit, engagement) !== reads) return nextMs;
        fromMs = nextMs;
      }
      return fromMs;
    },
  };
}
