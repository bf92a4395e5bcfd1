import { Figure } from '../../../../web/parts/first-line.tsx';
import type { Score } from './api-types.ts';
import classes from './standing.module.css';
import { gradeWords, pointsWords } from './words.ts';

/** "B2 · 64 points": opens the ledger that they are the sum of. */
export function GradeChip({ score }: { score: Pick<Score, 'key' | 'word' | 'grade' | 'points'> }) {
  return (
    <Figure
      evidence={{ score: score.key }}
      label={`${score.word}: ${gradeWords(score.grade)}, ${pointsWords(score.points)}. Opens what they come from.`}
    >
      <span className={classes.grade}>{score.grade}</span> · {pointsWords(score.points)}
    </Figure>
  );
}
