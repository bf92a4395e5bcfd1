import { Term } from '../../../../web/parts/term.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { BoardFigures } from '../../board/contract.ts';
import classes from './board.module.css';

/** What the words meant when the page was made: by which version, signed or not. */
export function Definitions({ figures }: { figures: BoardFigures }) {
  const { definitions, cost, leftOut } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-definitions">
      <h2 id="board-definitions">What the numbers mean</h2>
      <ul className={classes.definitions}>
        {definitions.map((one) => (
          <li key={one.key}>
            <Term meaning={one.meaning}>{one.word}</Term>{' '}
            {one.number === null ? (
              <span className="mute">rule of the program</span>
            ) : (
              <span className="mute">
                version {one.number}, {one.isSigned ? 'signed by both' : 'not signed'}
                {one.from === null ? '' : `, since ${formatDate(one.from)}`} · {one.hash?.slice(0, 8)}
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className={classes.under}>{[cost.words, ...leftOut].join(' ')}</p>
    </section>
  );
}
