import type { LeadFacts } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import type { RuleField } from '../rules/field.ts';
import { readRecordField } from '../rules/read-field.ts';
import { aucOf } from './auc.ts';
import { quantile } from './landmarks.ts';
import type { LearningSet } from './learning-set.ts';
import { isAsked } from './record-candidates.ts';

/** A field that looks as if it had been filled in because of the outcome. */
export type Leak = { field: string; label: string; why: string; auc: number | null };

const perfectAuc = 0.98;
/** Worth a word, though not left out. */
const doubtfulAuc = 0.9;
/** Fewer filled records than this prove nothing. */
const leastFilled = 20;
const bins = 10;

/** Fields whose very name is the outcome, or what is written down when it comes. */
const outcomeWords =
  /(^|[^\p{L}])(won|closed?([ _-]?(on|at|date|won|lost))|lost|loss|converted|conversion|churned|lifecycle|(won|lost|reject\w*|exit|disqualif\w*)[ _-]?reason|customer[ _-]?since|contract|deal[ _-]?(amount|value|stage|status)|opportunity|lead[ _-]?status)($|[^\p{L}])/iu;

type Filled = { value: string; number: number | null } | null;

/**
 * Names the fields that look filled in after the outcome was known, each with why. A field is read twice: at the
 * moment of judging, and as the record stands now.
 */
export function findLeaks(options: {
  set: LearningSet;
  env: RuleEnvironment;
  foldOf: Uint8Array;
  outcomeField: string | null;
  /** "were won" */
  verb: string;
}): { leaks: Leak[]; doubts: string[] } {
  const { set, env, outcomeField } = options;
  const leaks: Leak[] = [];
  const doubts: string[] = [];
  for (const field of env.fields.values()) {
    if (!isAsked(field) || field.field === outcomeField) continue;
    const before = set.leads.map(({ facts }) => read(field, facts, env));
    const now = set.leads.map((lead) => read(field, lead.now, env));
    if (now.filter((value) => value !== null).length === 0) continue;
    const auc = Math.max(fieldAuc(before, set, options.foldOf), fieldAuc(now, set, options.foldOf));
    const why = whyLeak({ field, before, now, set, auc, verb: options.verb });
    if (why !== null) leaks.push({ field: field.field, label: field.label, why, auc });
    else if (auc >= doubtfulAuc)
      doubts.push(
        `${field.label} alone tells the leads apart with an AUC of ${auc.toFixed(2)}: make sure that it is known before the outcome.`,
      );
  }
  return { leaks, doubts };
}

const read = (field: RuleField, facts: LeadFacts, env: RuleEnvironment): Filled => {
  const found = readRecordField(field, facts, env);
  return found === null ? null : { value: String(found), number: typeof found === 'number' ? found : null };
};

function whyLeak(options: {
  field: RuleField;
  before: readonly Filled[];
  now: readonly Filled[];
  set: LearningSet;
  auc: number;
  verb: string;
}): string | null {
  const { field, before, now, set, auc, verb } = options;
  const filled = filledShares(now, set.outcomes);
  const { positives, negatives } = filled;
  const those = `those who ${verb}`;
  if (positives.filled >= leastFilled && positives.share >= 0.9 && negatives.share <= 0.1)
    return `filled for ${percent(positives.share)} of ${those} and for ${percent(negatives.share)} of the others`;
  if (positives.filled >= leastFilled && filled.positiveAmongFilled >= 0.95 && filled.base <= 0.7)
    return negatives.filled === 0
      ? `filled for ${percent(positives.share)} of ${those} and for nobody else`
      : `${percent(filled.positiveAmongFilled)} of those for whom it is filled are ${those}`;
  if (negatives.filled >= leastFilled && positives.filled === 0 && negatives.filled * filled.base >= 10)
    return `filled for ${percent(negatives.share)} of those without the outcome and never with it`;
  const cameLater = emptyBefore(before, now, set.outcomes);
  if (cameLater !== null)
    return `was empty for ${percent(cameLater)} of ${those} until the outcome came, as its history shows`;
  if (auc >= perfectAuc) return `tells the leads apart almost perfectly by itself (AUC ${auc.toFixed(3)})`;
  const name = `${field.field.split('.').at(-1) ?? ''} ${field.label}`;
  if (outcomeWords.test(name)) return 'its name says that it is written down when the outcome comes';
  return null;
}

const percent = (share: number): string =>
  share > 0 && share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;

function filledShares(values: readonly Filled[], outcomes: Uint8Array) {
  const count = { positives: { filled: 0, all: 0 }, negatives: { filled: 0, all: 0 } };
  for (const [row, value] of values.entries()) {
    const of = outcomes[row] === 1 ? count.positives : count.negatives;
    of.all++;
    if (value !== null) of.filled++;
  }
  const { positives, negatives } = count;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    positives: { filled: positives.filled, share: share(positives.filled, positives.all) },
    negatives: { filled: negatives.filled, share: share(negatives.filled, negatives.all) },
    positiveAmongFilled: share(positives.filled, positives.filled + negatives.filled),
    base: share(positives.all, values.length),
  };
}

/** Share of those with the outcome, and the field filled by now, who had it empty before; null where that is usual. */
function emptyBefore(before: readonly Filled[], now: readonly Filled[], outcomes: Uint8Array): number | null {
  const count = [0, 1].map(() => ({ filled: 0, emptied: 0 }));
  for (const [row, value] of now.entries()) {
    const of = count[outcomes[row] ?? 0];
    if (!of || value === null) continue;
    of.filled++;
    if (before[row] === null) of.emptied++;
  }
  const [negatives, positives] = count;
  if (!positives || !negatives || positives.filled < leastFilled) return null;
  const share = positives.emptied / positives.filled;
  const elsewhere = negatives.filled === 0 ? 0 : negatives.emptied / negatives.filled;
  return share >= 0.5 && share > elsewhere + 0.2 ? share : null;
}

/**
 * How well a field tells leads apart by itself: each value, or tenth of the numbers, stands for the share of the
 * outcome among leads of the other folds. A model of one field, judged on leads it has not seen.
 */
function fieldAuc(values: readonly Filled[], set: Pick<LearningSet, 'outcomes'>, foldOf: Uint8Array): number {
  const { outcomes } = set;
  const tokens = tokensOf(values);
  const total = new Map<string, { leads: number; positives: number }>();
  const ofFold = new Map<string, { leads: number; positives: number }>();
  const foldTotals = new Map<number, { leads: number; positives: number }>();
  const everyone = { leads: 0, positives: 0 };
  for (const [row, token] of tokens.entries()) {
    const outcome = outcomes[row] ?? 0;
    const fold = foldOf[row] ?? 0;
    for (const cell of [
      cellOf(total, token),
      cellOf(ofFold, `${fold}\n${token}`),
      cellOf(foldTotals, fold),
      everyone,
    ]) {
      cell.leads++;
      cell.positives += outcome;
    }
  }
  const scores = tokens.map((token, row) => {
    const fold = foldOf[row] ?? 0;
    const [all, own, inFold] = [
      cellOf(total, token),
      cellOf(ofFold, `${fold}\n${token}`),
      cellOf(foldTotals, fold),
    ];
    const base = (everyone.positives - inFold.positives) / Math.max(1, everyone.leads - inFold.leads);
    // Two leads' worth of knowing nothing, so that a value seen once says little.
    return (all.positives - own.positives + 2 * base) / (all.leads - own.leads + 2);
  });
  return aucOf(scores, outcomes) ?? 0.5;
}

function cellOf<Key>(cells: Map<Key, { leads: number; positives: number }>, key: Key) {
  const cell = cells.get(key) ?? { leads: 0, positives: 0 };
  cells.set(key, cell);
  return cell;
}

function tokensOf(values: readonly Filled[]): string[] {
  const numbers = values
    .flatMap((value) => (value?.number === null || value === null ? [] : [value.number]))
    .sort((left, right) => left - right);
  if (numbers.length === 0 || new Set(numbers).size <= bins) return values.map((value) => value?.value ?? '');
  const cuts = Array.from({ length: bins - 1 }, (_, index) => quantile(numbers, (index + 1) / bins));
  return values.map((value) => {
    if (value === null) return '';
    const place = cuts.findIndex((cut) => (value.number ?? 0) < cut);
    return String(place === -1 ? cuts.length : place);
  });
}
