import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import classes from './suggest.module.css';
import { type Signal, type Suggestion, signedPoints } from './types.ts';

/** Each signal in words, with its points and what was so of the leads that had it. */
export function SignalsTable({ suggestion }: { suggestion: Suggestion }) {
  const { signals } = suggestion;
  const most = Math.max(...signals.map(({ points }) => Math.abs(points)));
  return (
    <section className={`panel ${classes.card}`} aria-label="Signals">
      <h2>What tells them apart</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col" className={classes.points}>
              Points
            </th>
            <th scope="col" className={classes.number}>
              Leads
            </th>
            <th scope="col" className={classes.number}>
              With it
            </th>
            <th scope="col" className={classes.number}>
              Without
            </th>
          </tr>
        </thead>
        <tbody>
          {signals.map((signal) => (
            <Row key={`${signal.field} ${signal.sentence}`} signal={signal} most={most} />
          ))}
        </tbody>
      </table>
      <p className={`mute ${classes.foot}`}>
        With it, without it: the share that came to the outcome. The best lead seen has about a hundred
        points.
      </p>
    </section>
  );
}

function Row({ signal, most }: { signal: Signal; most: number }) {
  const { points, sentence, support, rateWith, rateWithout } = signal;
  const share = Math.abs(points) / most;
  return (
    <tr>
      <th scope="row">{sentence}</th>
      <td className={classes.points}>
        <span className={classes.pointsLine}>
          <span
            aria-hidden="true"
            className={points > 0 ? classes.bar : classes.barBelow}
            style={{ width: `${Math.max(4, share * 72)}px` }}
          />
          <span className={classes.figure}>{signedPoints(points)}</span>
        </span>
      </td>
      <td className={classes.number} data-heading="Leads">
        {formatCount(support)}
      </td>
      <td className={classes.number} data-heading="With it">
        {formatShare(rateWith)}
      </td>
      <td className={classes.number} data-heading="Without">
        {formatShare(rateWithout)}
      </td>
    </tr>
  );
}
