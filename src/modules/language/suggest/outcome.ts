import { AppError } from '../../../platform/errors.ts';
import type { Outcome } from '../backtest/contract.ts';
import type { LeadHistory, StateOverTime } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleField } from '../rules/field.ts';
import { readRecordField } from '../rules/read-field.ts';
import { foldText } from '../rules/rule.ts';

/** What is to be foretold, and how a lead answers it. */
export type OutcomeQuestion = {
  /** "won", "Converted". */
  label: string;
  /** As in "11 % were won", "11 % have Converted = yes". */
  verb: string;
  /** The field it is read from; null: a lifecycle stage. */
  field: string | null;
  answer(history: LeadHistory, endMs: number): { is: boolean; atMs: number | null };
};

const stageWords: Readonly<Record<Outcome, string>> = {
  accepted: 'were accepted by sales',
  opportunity: 'became an opportunity',
  won: 'were won',
};

const yes: ReadonlySet<string> = new Set([
  'true',
  'yes',
  'y',
  '1',
  'ja',
  'oui',
  'si',
  'sí',
  'sim',
  'x',
  'won',
  'converted',
]);

/** Outcomes by stage: whoever has reached one of these (the stage and the later ones), since the first of them. */
export function stageOutcome(options: { outcome: Outcome; stages: readonly string[] }): OutcomeQuestion {
  const { outcome } = options;
  const enough = new Set(options.stages);
  return {
    label: outcome,
    verb: stageWords[outcome],
    field: null,
    answer: (history, endMs) => {
      let atMs: number | null = null;
      for (const [stage, ms] of Object.entries(history.reachedMs)) {
        if (enough.has(stage) && ms <= endMs && (atMs === null || ms < atMs)) atMs = ms;
      }
      return { is: atMs !== null, atMs };
    },
  };
}

/** Finds the field that is meant: by its name in rules, without `contact.` before it, by its key or by its label. */
export function findOutcomeField(outcome: string, env: RuleEnvironment): RuleField {
  const wanted = foldText(outcome);
  const fields = [...env.fields.values()].filter(({ field }) => /^(contact|account)\./.test(field));
  const ways: ((field: RuleField) => boolean)[] = [
    ({ field }) => foldText(field) === wanted,
    ({ field }) => foldText(field.replace(/^(contact|account)\./, '')) === wanted,
    ({ field }) => foldText(field.replace(/^(contact|account)\.custom\./, '')) === wanted,
    ({ label }) => foldText(label) === wanted,
  ];
  for (const way of ways) {
    const found = fields.find(way);
    if (found) return found;
  }
  const custom = fields.filter(({ field }) => field.includes('.custom.')).map(({ field }) => field);
  throw new AppError(
    'invalid_input',
    `There is no outcome "${outcome}". Say accepted, opportunity or won, or a field: ${custom.slice(0, 12).join(', ') || 'such as contact.custom.converted (there are no custom fields yet)'}.`,
    { fields: [{ path: 'outcome', message: 'no such field' }] },
  );
}

/**
 * Reads the outcome from a field. Since when is known where the record's history shows it becoming so; what a record
 * said from its first state on has no such moment. A field that holds a date or time is its own moment.
 */
export function fieldOutcome(options: {
  field: RuleField;
  value: string | undefined;
  env: RuleEnvironment;
  histories: readonly LeadHistory[];
}): OutcomeQuestion {
  const { field, env } = options;
  const isTimed = field.kind === 'date' || field.kind === 'time';
  const wanted = isTimed ? null : wantedValues(options);
  const says = (history: LeadHistory, values: StateOverTime[number]['values']) => {
    const facts = factsOfRecord(field.field, history, values);
    const found = readRecordField(field, facts, env);
    if (found === null || Array.isArray(found)) return null;
    return wanted === null || wanted.has(foldText(String(found))) ? String(found) : null;
  };
  return {
    label: field.label,
    verb: options.value === undefined ? `have "${field.label}"` : `have "${field.label}: ${options.value}"`,
    field: field.field,
    answer: (history, endMs) => {
      const states = statesOf(field.field, history);
      const held = states.findLast((state) => state.fromMs <= endMs) ?? states[0];
      const said = held ? says(history, held.values) : null;
      if (said === null) return { is: false, atMs: null };
      if (isTimed) {
        const atMs = field.kind === 'time' ? Number(said) : Date.parse(said);
        return atMs <= endMs ? { is: true, atMs } : { is: false, atMs: null };
      }
      const first = states.findIndex((state) => says(history, state.values) !== null);
      return { is: true, atMs: first > 0 ? (states[first]?.fromMs ?? null) : null };
    },
  };
}

/** Which values count as yes: the one named, else the words for yes, else (null) any value at all. */
function wantedValues(options: {
  field: RuleField;
  value: string | undefined;
  env: RuleEnvironment;
  histories: readonly LeadHistory[];
}): Set<string> | null {
  const { field, env, histories } = options;
  const seen = new Map<string, number>();
  let blank = 0;
  for (const history of histories) {
    const last = statesOf(field.field, history).at(-1);
    const found = last ? readRecordField(field, factsOfRecord(field.field, history, last.values), env) : null;
    if (found === null) blank++;
    else seen.set(foldText(String(found)), (seen.get(foldText(String(found))) ?? 0) + 1);
  }
  const common = [...seen].sort((left, right) => right[1] - left[1]).map(([text]) => text);
  const values = common.slice(0, 8).join(', ');
  const path = { fields: [{ path: 'outcomeValue', message: `values in use: ${values || 'none'}` }] };
  if (options.value !== undefined) {
    const wanted = foldText(options.value);
    if (seen.has(wanted)) return new Set([wanted]);
    throw new AppError(
      'invalid_input',
      `No lead has "${options.value}" in ${field.label}. Values in use: ${values || 'none'}.`,
      path,
    );
  }
  const meantYes = common.filter((text) => yes.has(text));
  if (meantYes.length > 0) return new Set(meantYes);
  if (blank > 0 && seen.size > 0) return null;
  throw new AppError(
    'invalid_input',
    seen.size === 0
      ? `${field.label} is blank for every lead, so nothing can be learnt from it.`
      : `Say which value of ${field.label} is the outcome (outcomeValue). Values in use: ${values}.`,
    path,
  );
}

const statesOf = (field: string, history: LeadHistory): StateOverTime => {
  if (field.startsWith('contact.')) return history.contact;
  const accountId = history.accountIds.at(-1)?.accountId;
  return (accountId ? history.accounts[accountId] : undefined) ?? [];
};

const factsOfRecord = (field: string, history: LeadHistory, values: StateOverTime[number]['values']) => ({
  contactId: history.contactId,
  atMs: history.knownAtMs,
  knownAtMs: history.knownAtMs,
  contact: field.startsWith('contact.') ? values : {},
  account: field.startsWith('account.') ? values : null,
  opportunity: null,
  reachedMs: {},
  interactions: [],
});
