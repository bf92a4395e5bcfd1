import type { LeadFacts } from '../facts/lead-facts.ts';
import type { RuleEnvironment } from '../rules/environment.ts';
import { holds } from '../rules/evaluate.ts';
import { type Candidate, type Column, leastSupport } from './candidate.ts';
import { interactionCandidates } from './interaction-candidates.ts';
import type { LearningLead } from './learning-set.ts';
import { recordCandidates } from './record-candidates.ts';

/** Asked of so many candidates, the event loop gets a turn: this runs in the process that serves pages. */
const breathEvery = 16;

/** Every question worth asking of these leads, with its answers. What has too little support says nothing. */
export async function findSignals(options: {
  leads: readonly LearningLead[];
  env: RuleEnvironment;
  /** Fields and families of interactions that are left out. */
  leaveOut: ReadonlySet<string>;
}): Promise<Column[]> {
  const { leads, env } = options;
  const candidates = [...recordCandidates(options), ...interactionCandidates(options)];
  const least = leastSupport(leads.length);
  const columns: Column[] = [];
  for (const [index, candidate] of candidates.entries()) {
    if (index % breathEvery === 0) await new Promise((resolve) => setImmediate(resolve));
    const column = columnOf(candidate, leads, env);
    if (column.support < least || leads.length - column.support < least) continue;
    if (!columns.some((other) => sayTheSame(column, other))) columns.push(column);
  }
  return columns;
}

/** Answers that agree so far (phi) say the same: the question that comes first stays, the plainer one. */
const sameAbove = 0.9;

function sayTheSame(one: Column, other: Column): boolean {
  const count = one.holds.length;
  const [a, b] = [one.support, other.support];
  const spread = Math.sqrt(a * (count - a) * b * (count - b));
  // The most that the two could agree, or disagree, by their support alone.
  const most = Math.min(a, b) * count - a * b;
  const least = Math.max(0, a + b - count) * count - a * b;
  if (most < sameAbove * spread && -least < sameAbove * spread) return false;
  const [few, many] = a <= b ? [one, other] : [other, one];
  let both = 0;
  for (let place = 0; place < few.at.length; place++) both += many.holds[few.at[place] ?? 0] ?? 0;
  return Math.abs(both * count - a * b) > sameAbove * spread;
}

/** For whom a rule holds, by the very evaluation that scores leads. */
function columnOf(candidate: Candidate, leads: readonly LearningLead[], env: RuleEnvironment): Column {
  const answers = new Uint8Array(leads.length);
  let support = 0;
  const ask = (row: number, facts: LeadFacts | undefined) => {
    if (!facts || !holds(candidate.rule, facts, env)) return;
    answers[row] = 1;
    support++;
  };
  const { had } = candidate;
  if (!had) for (const [row, { facts }] of leads.entries()) ask(row, facts);
  else
    for (const [row, interactions] of had) {
      const facts = leads[row]?.facts;
      ask(row, facts && { ...facts, interactions });
    }
  const at = new Int32Array(support);
  for (let row = 0, place = 0; row < answers.length; row++) if (answers[row] === 1) at[place++] = row;
  return { candidate, holds: answers, at, support };
}
