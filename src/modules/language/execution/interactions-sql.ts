import { dayMs } from '../rules/calendar.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { foldText, type InteractionFilter, type Measure, passiveTypes } from '../rules/rule.ts';
import type { InteractionSignal } from '../scoring/model.ts';
import { milli } from '../scoring/model.ts';
import type { Value } from './condition-sql.ts';
import { localDateSql } from './condition-sql.ts';
import { columnFor, type Plan } from './plan.ts';
import {
  arrayOf,
  every,
  float,
  integer,
  isUuid,
  listOf,
  nilUuid,
  quoted,
  quotedUuid,
  some,
} from './sql-text.ts';

const among = (column: string, words: readonly string[]) => `${column} in ${listOf(words.map(quoted))}`;

function amongIds(column: string, ids: readonly string[]): string {
  const known = ids.filter((id) => isUuid(id) && id !== nilUuid);
  return known.length === 0 ? '0' : `${column} in ${listOf(known.map(quotedUuid))}`;
}

/** Which interactions are meant, whenever they were; as `isMeant` in `rules/match-interactions.ts`. */
function meantSql(filter: InteractionFilter, env: RuleEnvironment): string {
  const of: string[] = [];
  const { types, kinds, channels, campaignIds, assetIds, assetTypes, topics, pages, directions } = filter;
  if (types) of.push(among('type', types.map(foldText)));
  else of.push(`type not in ${listOf(passiveTypes.map(quoted))}`);
  if (kinds) of.push(among('kind', kinds));
  if (directions) of.push(among('direction', directions));
  if (channels) of.push(among('channel', channels.map(foldText)));
  if (campaignIds) of.push(amongIds('campaign_id', campaignIds));
  if (assetIds) of.push(amongIds('asset_id', assetIds));
  if (assetTypes) {
    const wanted = new Set(assetTypes.map(foldText));
    of.push(
      amongIds(
        'asset_id',
        [...env.assetTypes].filter(([, type]) => wanted.has(type)).map(([id]) => id),
      ),
    );
  }
  if (topics) of.push(`hasAny(topics, ${arrayOf(topics.map((topic) => quoted(foldText(topic))))})`);
  if (pages)
    of.push(`(page != '' and ${some(pages.map((part) => `position(page, ${quoted(foldText(part))}) > 0`))})`);
  if (filter.completionAtLeast !== undefined)
    of.push(`completion_percent >= ${integer(filter.completionAtLeast)}`);
  return every(of);
}

/** Whether an interaction is meant and in the window, as seen from the pair's moment. */
function inWindow(plan: Plan, filter: InteractionFilter): string {
  const meant = meantSql(filter, plan.env);
  let known = plan.filters.get(meant);
  if (!known) {
    known = { name: `meant_${plan.filters.size}`, windowsMs: new Set(), isOpen: false };
    plan.filters.set(meant, known);
  }
  if (filter.withinDays === undefined) {
    known.isOpen = true;
    return known.name;
  }
  known.windowsMs.add(filter.withinDays * dayMs);
  return `(${known.name} and t > at_ms - ${integer(filter.withinDays * dayMs)})`;
}

/** A measure of some interactions, as a value of the pair. */
export function measureSql(plan: Plan, measure: Measure, filter: InteractionFilter): Value {
  const all = inWindow(plan, filter);
  const fact = (sql: string) => columnFor(plan.facts, sql);
  const gather = (sql: string) => columnFor(plan.gathered, sql);
  if (measure === 'engaged_seconds')
    return { sort: 'number', sql: gather(`sumIf(${fact('engaged_seconds')}, ${all})`) };
  if (measure === 'completion') {
    const share = fact('completion_percent');
    return { sort: 'number', sql: gather(`maxOrNullIf(${share}, ${all} and ${share} >= 0)`) };
  }
  const counted = `${all} and ${fact('counted')}`;
  const distinct = (sql: string, unknown: string): Value => {
    const name = fact(sql);
    return { sort: 'number', sql: gather(`uniqExactIf(${name}, ${counted} and ${name} != ${unknown})`) };
  };
  switch (measure) {
    case 'count':
      return { sort: 'number', sql: gather(`countIf(${counted})`) };
    case 'distinct_days':
      return { sort: 'number', sql: gather(`uniqExactIf(${fact(dayOf(plan))}, ${counted})`) };
    case 'distinct_assets':
      return distinct('asset_id', `toUUID('${nilUuid}')`);
    case 'distinct_campaigns':
      return distinct('campaign_id', `toUUID('${nilUuid}')`);
    case 'distinct_channels':
      return distinct('channel', "''");
    case 'distinct_types':
      return distinct('type', "''");
    case 'days_since_last':
      return { sort: 'length', sql: `(at_ms - ${gather(`maxOrNullIf(t, ${counted})`)})` };
    case 'days_since_first':
      return { sort: 'length', sql: `(at_ms - ${gather(`minOrNullIf(t, ${counted})`)})` };
  }
}

const dayOf = (plan: Plan) => `toInt32(${localDateSql('t', plan.env.timeZone)})`;

/** What is left after a time: as in `worthMilli`. */
const fadeSql = (halfLifeDays: number, t: string) => `exp2((${t} - at_ms) / ${float(halfLifeDays * dayMs)})`;

/** As `worthMilli`. Whole numbers in Float64, whose sums are exact far beyond any score. */
function worthSql(
  { points, halfLifeDays }: InteractionSignal,
  fade: (halfLifeDays: number) => string,
): string {
  const given = float(points * milli);
  return halfLifeDays === undefined ? given : `floor(${given} * ${fade(halfLifeDays)} + 0.5)`;
}

/** Thousandths of a point that these signals give together, for a pair. */
export function signalsSql(plan: Plan, signals: readonly InteractionSignal[]): string {
  const counted = columnFor(plan.facts, 'counted');
  const each: string[] = [];
  const terms: string[] = [];
  for (const signal of signals) {
    const means = `(${inWindow(plan, signal.of)} and ${counted})`;
    if (signal.per === 'each') {
      const fade = (days: number) => columnFor(plan.fades, fadeSql(days, 't'));
      each.push(`if(${means}, ${worthSql(signal, fade)}, 0)`);
    } else if (signal.per === 'once') {
      const last = columnFor(plan.gathered, `maxOrNullIf(t, ${means})`);
      const fade = (days: number) => fadeSql(days, `assumeNotNull(${last})`);
      terms.push(`if(isNull(${last}), 0, ${worthSql(signal, fade)})`);
    } else {
      const day = columnFor(plan.facts, dayOf(plan));
      const firsts = columnFor(plan.gathered, `mapValues(minMapIf(map(${day}, t), ${means}))`);
      const fade = (days: number) => fadeSql(days, 'first_t');
      terms.push(`arraySum(first_t -> ${worthSql(signal, fade)}, ${firsts})`);
    }
  }
  if (each.length > 0) terms.push(columnFor(plan.gathered, `sum(${each.join(' + ')})`));
  return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
}
