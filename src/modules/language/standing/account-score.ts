import { type Letter, type Level, letters, type ScoringModel } from '../scoring/model.ts';
import { levelOf } from '../scoring/score-lead.ts';

export type PersonScore = {
  contactId: string;
  fitMilli: number;
  engagementMilli: number;
  letter: Letter;
};

export type AccountScore = {
  fitMilli: number;
  engagementMilli: number;
  letter: Letter;
  level: Level;
  /** Thousandths of a point that each person's engagement adds; who adds nothing is left out. */
  counts: ReadonlyMap<string, number>;
};

/**
 * A company's score from its people's: the best fit among them, and their engagement added up as the model says.
 * Null where nobody of it has a score.
 */
export function accountScore(model: ScoringModel, people: readonly PersonScore[]): AccountScore | null {
  if (people.length === 0) return null;
  const byEngagement = people.toSorted(
    (left, right) =>
      right.engagementMilli - left.engagementMilli || (left.contactId < right.contactId ? -1 : 1),
  );
  const { method, best } = model.account;
  const counted = method === 'sum' ? byEngagement : byEngagement.slice(0, method === 'highest' ? 1 : best);
  const engagementMilli = counted.reduce((sum, person) => sum + person.engagementMilli, 0);
  const fitMilli = Math.max(...people.map((person) => person.fitMilli));
  return {
    fitMilli,
    engagementMilli,
    letter: letters[Math.min(...people.map((person) => letters.indexOf(person.letter)))] ?? 'D',
    level: levelOf(engagementMilli, model.engagement.levels),
    counts: new Map(counted.map((person) => [person.contactId, person.engagementMilli])),
  };
}

/** How a model adds up a company's people, in words. */
export function methodWords({ account: { method, best } }: ScoringModel): string {
  if (method === 'highest') return 'the highest engagement of one of its people';
  if (method === 'sum') return 'the engagement of all its people together';
  return `the engagement of its ${best} most engaged people together`;
}
