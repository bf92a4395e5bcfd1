import type { InteractionFact } from '../facts/lead-facts.ts';
import type { Candidate } from './candidate.ts';
import type { Leak } from './find-leaks.ts';
import type { LearningSet } from './learning-set.ts';

/**
 * Interactions that are our own work on leads already passed on: a call to a lead that was offered to sales follows
 * from the judgement that a score is to make. Where nearly everybody's first of a kind came after they had been moved
 * on from the first lifecycle stage, the kind is a suspected leak like a field that is filled in later. With people of
 * ours it takes less to suspect it than with what buyers read by themselves.
 */
const suspectShare = { content: 0.9, person: 0.7 } as const;
const leastLeads = 20;

export function findConsequences(options: {
  candidates: readonly Candidate[];
  set: LearningSet;
  nameOf: (candidate: Candidate) => string;
}): Leak[] {
  const { candidates, set } = options;
  // Judged before they were passed on, nothing that came after can have been learnt.
  if (set.judged !== 'outcome') return [];
  const leaks: Leak[] = [];
  const looked = new Set<string>();
  for (const candidate of candidates) {
    const { family, source } = candidate;
    if (source !== 'interactions' || looked.has(family)) continue;
    looked.add(family);
    const matters = candidate.matters ?? (family === 'kind:person' ? isPersonal : null);
    const share = matters ? shareAfterPassing(set, matters) : null;
    if (share === null) continue;
    leaks.push({
      field: family,
      label: options.nameOf(candidate),
      why: `for ${Math.round(share * 100)} % of those who have it, it first came after they had been passed on: it follows from being qualified`,
      auc: null,
    });
  }
  return leaks;
}

const isPersonal = (fact: InteractionFact): boolean => fact.kind === 'person';

function shareAfterPassing(set: LearningSet, matters: (fact: InteractionFact) => boolean): number | null {
  let [leads, after, personal] = [0, 0, 0];
  for (const { now, passedOnMs } of set.leads) {
    const first = now.interactions.find((fact) => fact.counted && matters(fact));
    if (!first) continue;
    leads++;
    if (first.kind === 'person') personal++;
    if (passedOnMs !== null && first.atMs >= passedOnMs) after++;
  }
  if (leads < leastLeads) return null;
  const suspect = personal * 2 > leads ? suspectShare.person : suspectShare.content;
  return after / leads >= suspect ? after / leads : null;
}
