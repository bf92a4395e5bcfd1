import type { LeadFacts } from '../facts/lead-facts.ts';
import type { ScoringModel } from '../scoring/model.ts';
import { modelOverTime, type OverTime } from '../scoring/model-over-time.ts';
import { letterOf, levelOf, roundPoints } from '../scoring/score-lead.ts';
import { addDays, dayMs, startOfDay } from './calendar.ts';
import { compare } from './compare.ts';
import type { RuleEnvironment } from './environment.ts';
import { ask, ruleHoldsIn } from './evaluate.ts';
import { isMeant, measureOf } from './match-interactions.ts';
import { readRecordField } from './read-field.ts';
import { type InteractionFilter, isGroup, measures, type Rule, type RuleGroup } from './rule.ts';

/** A rule or a part of one while nothing new happens: its answer at a moment, and when that is next another. */
export type Part = {
  at(ms: number): boolean;
  /** The first moment after this one at which the answer is another; null: none before the horizon. */
  next(afterMs: number): number | null;
};

/** What parts are made for: one lead, looked at up to a moment. */
export type Outlook = {
  facts: LeadFacts;
  env: RuleEnvironment;
  endMs: number;
  /** Definitions being asked; one that comes to itself again answers nothing. */
  asked: ReadonlySet<string>;
};

/** After so many changes that left the answer as it was, we look again at that moment rather than further ahead. */
const mostSteps = 2_000;
const twoYearsMs = 731 * dayMs;
const everything: InteractionFilter = {};

const numbersOf = ({ value }: Rule): number[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'number');

/** Keeps what was found: until the change it stays right. */
function remembered(find: (afterMs: number) => number | null): (afterMs: number) => number | null {
  let fromMs = Number.POSITIVE_INFINITY;
  let found: number | null = null;
  return (afterMs) => {
    if (afterMs >= fromMs && (found === null || afterMs < found)) return found;
    fromMs = afterMs;
    found = find(afterMs);
    return found;
  };
}

export const earliest = (times: Iterable<number | null>): number | null => {
  let first: number | null = null;
  for (const ms of times) if (ms !== null && (first === null || ms < first)) first = ms;
  return first;
};

/** A part whose answer can only change where one of these moments comes. */
function stepwise(at: Part['at'], step: (afterMs: number) => number | null): Part {
  return {
    at,
    next: remembered((afterMs) => {
      const before = at(afterMs);
      let ms: number | null = afterMs;
      for (let steps = 0; steps < mostSteps; steps++) {
        ms = step(ms);
        if (ms === null || at(ms) !== before) return ms;
      }
      return ms;
    }),
  };
}

/** The place of the first of these sorted numbers that is greater. */
function firstAfter(sorted: ArrayLike<number>): (than: number) => number {
  return (than) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) > than) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function amongMoments(moments: Iterable<number>, endMs: number): (afterMs: number) => number | null {
  const sorted = Float64Array.from(new Set(moments)).sort();
  const after = firstAfter(sorted);
  return (afterMs) => {
    const found = sorted[after(afterMs)];
    return found !== undefined && found <= endMs ? found : null;
  };
}

/** When so many days lie behind a moment: from then on `>=` holds, `>` from a millisecond later. */
const daysAfter = (ms: number, days: readonly number[]): number[] =>
  days.flatMap((count) => [Math.ceil(ms + count * dayMs), Math.floor(ms + count * dayMs) + 1]);

function interactionPart(outlook: Outlook, rule: Rule): Part {
  const { facts, env, endMs } = outlook;
  const filter = rule.of ?? everything;
  const name = rule.field.slice('interactions.'.length);
  const measure = measures.find((one) => one === name);
  if (!measure) return unknownPart(rule);
  const meant = facts.interactions
    .filter((fact) => fact.atMs <= facts.atMs && isMeant(filter, fact, env))
    .sort((a, b) => a.atMs - b.atMs);
  const days = name.startsWith('days_') ? numbersOf(rule) : [];
  const ends = meant.map(({ atMs }) => atMs + (filter.withinDays ?? 0) * dayMs);
  const after = firstAfter(ends);
  const kind = env.fields.get(rule.field)?.kind ?? 'number';
  const at = (ms: number) => {
    const counting = filter.withinDays === undefined ? meant : meant.slice(after(ms));
    const found = measureOf(measure, counting, ms, env);
    return compare(kind, rule.operator, found, rule.value, { atMs: ms, timeZone: env.timeZone });
  };
  const moments = meant.flatMap(({ atMs }) => daysAfter(atMs, days));
  return stepwise(at, amongMoments(filter.withinDays === undefined ? moments : [...moments, ...ends], endMs));
}

function fieldMoments(outlook: Outlook, rule: Rule): number[] {
  const { facts, env } = outlook;
  const days = numbersOf(rule);
  if (rule.field === 'lead.known_days') return daysAfter(facts.knownAtMs, days);
  if (rule.field === 'lead.reached') return Object.values(facts.reachedMs);
  const field = env.fields.get(rule.field);
  if (!field || (rule.operator !== 'withinDays' && rule.operator !== 'olderThanDays')) return [];
  const found = readRecordField(field, facts, env);
  if (field.kind === 'time' && typeof found === 'number') return [found, ...daysAfter(found, days)];
  if (field.kind !== 'date' || typeof found !== 'string') return [];
  return [found, ...days.map((count) => addDays(found, Math.ceil(count)))].map((date) =>
    startOfDay(date, env.timeZone),
  );
}

function fieldPart(outlook: Outlook, rule: Rule): Part {
  const { facts, env, endMs } = outlook;
  const asked = { ...facts, interactions: [] };
  const at = (ms: number) => ruleHoldsIn(ask({ ...asked, atMs: ms }, env), rule);
  return stepwise(at, amongMoments(fieldMoments(outlook, rule), endMs));
}

/** How a score stands to what a rule asks of it: as long as this is the same, so is the rule's answer. */
function standingOf(part: string, asked: readonly number[], found: number | string): string {
  if (typeof found === 'string') return found;
  return `${part} ${asked.map((value) => Math.sign(found - value)).join()}`;
}

function scorePart(outlook: Outlook, rule: Rule, model: ScoringModel, overTime: OverTime): Part {
  const [, , part = ''] = rule.field.split('.');
  const { env } = outlook;
  const read = (fit: number, engagement: number): number | string | null => {
    if (part === 'fit') return fit / 1_000;
    if (part === 'engagement') return engagement / 1_000;
    if (part === 'points') return (fit + engagement) / 1_000;
    const letter = letterOf(fit, model.fit.letters).toLowerCase();
    const level = levelOf(engagement, model.engagement.levels);
    return part === 'letter' ? letter : part === 'level' ? level : part === 'grade' ? letter + level : null;
  };
  const asked = numbersOf(rule);
  const moment = { atMs: outlook.facts.atMs, timeZone: env.timeZone };
  const kind = env.fields.get(rule.field)?.kind ?? 'number';
  return stepwise(
    (ms) => {
      const { fit, engagement } = overTime.at(ms);
      return compare(kind, rule.operator, read(fit, engagement), rule.value, moment);
    },
    (afterMs) =>
      overTime.next(afterMs, (fit, engagement) => standingOf(part, asked, read(fit, engagement) ?? '')),
  );
}

function unknownPart(rule: Rule): Part {
  const answer = compare('text', rule.operator, null, rule.value, { atMs: 0, timeZone: 'UTC' });
  return { at: () => answer, next: () => null };
}

function definitionPart(outlook: Outlook, rule: Rule): Part {
  const [source = '', key = ''] = rule.field.split('.');
  const name = `${source}.${key}`;
  const { env } = outlook;
  if (outlook.asked.has(name) || !env.fields.has(rule.field)) return unknownPart(rule);
  const inner = { ...outlook, asked: new Set([...outlook.asked, name]) };
  if (source === 'score') {
    const model = env.models.get(key);
    return model ? scorePart(outlook, rule, model, modelOverTime(inner, model)) : unknownPart(rule);
  }
  const tests = env.passes.get(key);
  if (!tests) return unknownPart(rule);
  const parts = tests.map((test) => partOf(inner, test));
  const moment = { atMs: outlook.facts.atMs, timeZone: env.timeZone };
  return stepwise(
    (ms) => {
      const passes = parts.every((part) => part.at(ms));
      return compare('boolean', rule.operator, passes, rule.value, moment);
    },
    (afterMs) => earliest(parts.map((part) => part.next(afterMs))),
  );
}

function rulePart(outlook: Outlook, rule: Rule): Part {
  if (!outlook.env.fields.has(rule.field)) return unknownPart(rule);
  if (rule.field.startsWith('interactions.')) return interactionPart(outlook, rule);
  if (rule.field.startsWith('score.') || rule.field.startsWith('passes.'))
    return definitionPart(outlook, rule);
  return fieldPart(outlook, rule);
}

/** A rule over time, for one lead while nothing new happens. */
export function partOf(outlook: Outlook, group: RuleGroup): Part {
  const parts = group.rules.map((one) => (isGroup(one) ? partOf(outlook, one) : rulePart(outlook, one)));
  const at = (ms: number) => {
    const answer =
      group.combinator === 'and' ? parts.every((part) => part.at(ms)) : parts.some((part) => part.at(ms));
    return group.not === true ? !answer : answer;
  };
  return stepwise(at, (afterMs) => earliest(parts.map((part) => part.next(afterMs))));
}

/** What people see of a score: its rounded points and its grade. */
const seen =
  (model: ScoringModel) =>
  (fit: number, engagement: number): string =>
    [
      roundPoints(fit),
      roundPoints(engagement),
      roundPoints(fit + engagement),
      letterOf(fit, model.fit.letters),
      levelOf(engagement, model.engagement.levels),
    ].join();

/**
 * The first moment after the facts' own at which the answer of a rule, or the rounded points or the grade of a model,
 * is another although nothing new happens; null: none within the horizon. Nothing changes before it. Where very many
 * moments leave the answer as it was, the last of them is named, to look again then.
 */
export function nextChangeAt(
  facts: LeadFacts,
  env: RuleEnvironment,
  subject: { rule: RuleGroup } | { model: ScoringModel },
  horizonMs: number = twoYearsMs,
): number | null {
  const outlook: Outlook = { facts, env, endMs: facts.atMs + horizonMs, asked: new Set() };
  if ('rule' in subject) return partOf(outlook, subject.rule).next(facts.atMs);
  return modelOverTime(outlook, subject.model).next(facts.atMs, seen(subject.model));
}
