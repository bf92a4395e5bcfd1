import type { FactValue, LeadFacts } from '../facts/lead-facts.ts';
import { dayMs } from '../rules/calendar.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { ask, readRule } from '../rules/evaluate.ts';
import type { RuleField } from '../rules/field.ts';
import type { Rule } from '../rules/rule.ts';

/**
 * What a rule found of a lead, for people: "3 of 2", "Job title: CFO", "unknown". Null where only the answer itself
 * can be said.
 */
export function foundWords(rule: Rule, facts: LeadFacts, environment: RuleEnvironment): string | null {
  const field = environment.fields.get(rule.field);
  if (!field) return 'the field is gone';
  if (rule.field.startsWith('passes.')) return null;
  const found = readRule(ask(facts, environment), rule, field);
  if (found === null) return 'unknown';
  if (Array.isArray(found)) return found.length === 0 ? 'none yet' : stageNames(found, field).join(', ');
  const amount = amountOf(found, field.kind);
  if (amount === null) return field.kind === 'ref' ? null : `${field.label}: ${rawText(rule, facts, found)}`;
  const wanted = wantedOf(rule, field.kind);
  return wanted === null ? `${field.label}: ${amount}` : `${amount} of ${wanted}`;
}

const stageNames = (keys: readonly string[], field: RuleField): string[] =>
  keys.map((key) => field.options?.find((option) => option.value === key)?.label ?? key);

/** Numbers as people read them; null for what is no number. */
function amountOf(found: unknown, kind: RuleField['kind']): string | null {
  if (typeof found !== 'number' || kind === 'time') return null;
  if (kind === 'days') return round(found / dayMs);
  if (kind === 'money') return round(found / 100);
  return round(found);
}

/** What would have been enough, where the rule asks for at least so much. */
function wantedOf({ operator, value }: Rule, kind: RuleField['kind']): string | null {
  if (typeof value !== 'number' || (operator !== '>=' && operator !== '>')) return null;
  if (kind === 'money') return round(value / 100);
  return `${operator === '>' ? 'more than ' : ''}${round(value)}`;
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** As it was written in the record, which is compared without regard to case. */
function rawText(rule: Rule, facts: LeadFacts, found: unknown): string {
  const [record = '', ...rest] = rule.field.split('.');
  const values = recordOf(facts, record);
  const raw = values?.[rest.join('.')] ?? null;
  if (raw === null) return typeof found === 'boolean' ? (found ? 'yes' : 'no') : String(found).toUpperCase();
  if (typeof raw === 'boolean') return raw ? 'yes' : 'no';
  const text = String(raw);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 10) : text;
}

function recordOf(facts: LeadFacts, record: string): Readonly<Record<string, FactValue>> | null {
  if (record === 'contact') return facts.contact;
  if (record === 'account') return facts.account;
  return record === 'opportunity' ? facts.opportunity : null;
}
