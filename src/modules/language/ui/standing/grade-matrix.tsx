import type { CSSProperties } from 'react';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { ScoreList } from './api-types.ts';
import classes from './standing.module.css';
import { gradeWords, letterWords, levelWords } from './words.ts';

const letters = ['A', 'B', 'C', 'D'] as const;
const levels = ['1', '2', '3', '4'] as const;

type GradeMatrixProps = {
  matrix: ScoreList['matrix'];
  picked: ReadonlySet<string>;
  onPick: (grade: string) => void;
};

/** Fit down, engagement across: how many open leads stand in each field; a press lists them. */
export function GradeMatrix({ matrix, picked, onPick }: GradeMatrixProps) {
  const leads = new Map(matrix.map((field) => [field.grade, field.leads]));
  const most = Math.max(1, ...leads.values());
  return (
    <table className={classes.matrix}>
      <caption className="sr-only">Open leads by fit and engagement; each number lists its leads.</caption>
      <thead>
        <tr>
          <td className={classes.corner} />
          {levels.map((level) => (
            <th key={level} scope="col">
              {level} <small>{levelWords[level]}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter}>
            <th scope="row">
              {letter} <small>{letterWords[letter]}</small>
            </th>
            {levels.map((level) => {
              const grade = `${letter}${level}`;
              const count = leads.get(grade) ?? 0;
              // The square root, so that the few in A1 show beside the many in D4.
              const style: CSSProperties & Record<'--share', string> = {
                '--share': String(Math.sqrt(count / most)),
              };
              return (
                <td key={grade}>
                  <button
                    type="button"
                    className={classes.cell}
                    style={style}
                    aria-pressed={picked.has(grade)}
                    aria-label={`${gradeWords(grade)}: ${formatCount(count)} open ${count === 1 ? 'lead' : 'leads'}`}
                    onClick={() => onPick(grade)}
                  >
                    <small>{grade}</small>
                    <strong>{formatCount(count)}</strong>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
