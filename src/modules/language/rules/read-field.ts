import type { FactValue, FactValues, LeadFacts } from '../facts/lead-facts.ts';
import { isDate } from './calendar.ts';
import type { Found } from './compare.ts';
import type { RuleEnvironment } from './environment.ts';
import type { RuleField, RuleFieldKind } from './field.ts';
import { foldText } from './rule.ts';

type RecordType = 'contact' | 'account' | 'opportunity';

const isRecordType = (word: string): word is RecordType =>
  word === 'contact' || word === 'account' || word === 'opportunity';

const numberText = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

/** A custom value by its type; one that does not fit is unknown. */
function customValue(
  value: FactValue,
  type: RuleEnvironment['customTypes'][RecordType][string] | undefined,
): Found {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
  const text = foldText(String(value));
  switch (type) {
    case 'text':
    case 'option':
      return text === '' ? null : text;
    case 'number':
      return numberText.test(text) ? Number(text) : null;
    case 'date':
      return isDate(text) ? text : null;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case undefined:
      return null;
  }
}

function standardValue(value: FactValue, kind: RuleFieldKind): Found {
  switch (kind) {
    case 'number':
    case 'money':
    case 'percent':
    case 'seconds':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' && isDate(value) ? value : null;
    case 'time': {
      const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
      return Number.isNaN(ms) ? null : ms;
    }
    default: {
      const text = value === null ? '' : foldText(String(value));
      return text === '' ? null : text;
    }
  }
}

type Path = { record: RecordType; key: string; customKey: string | null } | null;

// A field is asked of every lead: where it stands is worked out once.
const paths = new WeakMap<RuleField, { path: Path }>();

function pathOf(field: RuleField): Path {
  let known = paths.get(field);
  if (!known) {
    const [record = '', ...rest] = field.field.split('.');
    const [custom, key] = rest;
    const customKey = custom === 'custom' && key !== undefined ? key : null;
    known = { path: isRecordType(record) ? { record, key: rest.join('.'), customKey } : null };
    paths.set(field, known);
  }
  return known.path;
}

/** The lead's answer to a field of a record; null where it is unknown. */
export function readRecordField(field: RuleField, facts: LeadFacts, env: RuleEnvironment): Found {
  const path = pathOf(field);
  if (path === null) return null;
  const { record, key, customKey } = path;
  const values: FactValues | null = facts[record];
  const value = values?.[key] ?? null;
  if (customKey !== null) return customValue(value, env.customTypes[record][customKey]);
  return standardValue(value, field.kind);
}

/** Lifecycle stages reached by the moment asked about. */
export const reachedStages = (facts: LeadFacts): string[] =>
  Object.entries(facts.reachedMs).flatMap(([stage, ms]) => (ms <= facts.atMs ? [stage] : []));
