import type { BoardFigures } from '../../board/contract.ts';
import classes from './board.module.css';

/** The few largest differences to the quarter before, in plain sentences, each with how many and how sure. */
export function Changes({ figures }: { figures: BoardFigures }) {
  const { changes, changesWords } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-changes">
      <h2 id="board-changes">What changed and why</h2>
      <p>{changesWords}</p>
      <ul className={classes.changes}>
        {changes.map((one) => (
          <li key={`${one.dimension}:${one.label}:${one.part}`} data-clear={one.isClear || undefined}>
            {one.words} <span className="mute">By {one.dimension}.</span>
          </li>
        ))}
      </ul>
      <p className={classes.under}>
        The same deals, by channel and by segment: parts of one are not to be added to parts of the other.
      </p>
    </section>
  );
}
