import { Figure } from '../../../../web/parts/first-line.tsx';
import type { BoardFigures } from '../../board/contract.ts';
import classes from './board.module.css';
import { numberWords } from './words.ts';

/** Six numbers, each with the quarter and the year before; each opens what it rests on. */
export function Numbers({ figures }: { figures: BoardFigures }) {
  const { numbers, currency, quarter, before, yearBefore } = figures;
  const same = quarter.isRunning ? `, first ${quarter.day} days` : '';
  return (
    <dl className={classes.numbers}>
      {numbers.map((one) => (
        <div key={one.key}>
          <dt>{one.label}</dt>
          <dd className={classes.big}>
            <Figure evidence={{ of: one.key }} label={`${one.label}: what it is made of`}>
              {numberWords(one.now, one.unit, currency)}
            </Figure>
          </dd>
          <dd title={`${before.label}${same}`}>
            {before.label} {numberWords(one.before, one.unit, currency, 'compact')}
          </dd>
          <dd title={`${yearBefore.label}${same}`}>
            {yearBefore.label} {numberWords(one.yearBefore, one.unit, currency, 'compact')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
