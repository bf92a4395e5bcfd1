import { formatCount } from '../../../../web/parts/money.tsx';
import type { Analysis } from './api-types.ts';
import { ProposeLink } from './propose-link.tsx';
import classes from './tray.module.css';
import type { SetTray } from './tray-state.ts';
import { reasonNote } from './tray-words.ts';

type PictureProps = {
  analysis: Analysis;
  reason: string | undefined;
  set: SetTray;
  /** What sellers of the shown leads wanted instead, for a proposal. */
  wanted: readonly string[];
  gateKey: string | null;
};

/** Why they came back, most frequent first, and the months behind it; a reason chosen is marked in both. */
export function ReasonsPicture(props: PictureProps) {
  const { analysis, reason, set } = props;
  const most = Math.max(1, ...analysis.reasons.map(({ count, before }) => Math.max(count, before)));
  const chosen = analysis.reasons.find(({ key }) => key === reason);
  return (
    <section className={`panel ${classes.picture}`} aria-label="Why they came back">
      <div>
        <h2 className={classes.heading}>Why</h2>
        {analysis.reasons.length === 0 ? <p className="mute">Nothing came back in this time.</p> : null}
        <ul className={classes.reasons}>
          {analysis.reasons.map(({ key, name, count, before }) => (
            <li key={key}>
              <button
                type="button"
                className={classes.reason}
                aria-pressed={key === reason}
                onClick={() => set(key === reason ? { reason: undefined } : { reason: key, show: 'all' })}
              >
                <span className={classes.reasonName}>{name}</span>
                <span className={classes.reasonCount}>
                  {formatCount(count)}
                  <span className="sr-only"> now, {formatCount(before)} in the same time before</span>
                </span>
                <span className={classes.track} aria-hidden>
                  <span className={classes.fill} style={{ width: `${(count / most) * 100}%` }} />
                  <span className={classes.before} style={{ left: `${(before / most) * 100}%` }} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        {analysis.reasons.length > 0 ? (
          <p className={classes.legend}>The mark is the same time before.</p>
        ) : null}
        {chosen && props.gateKey !== null ? (
          <ProposeLink definitionKey={props.gateKey} note={reasonNote(chosen, analysis, props.wanted)}>
            Propose a change to what lets them in
          </ProposeLink>
        ) : null}
      </div>
      <Months analysis={analysis} reason={reason} name={chosen?.name ?? null} />
    </section>
  );
}

function Months({
  analysis,
  reason,
  name,
}: {
  analysis: Analysis;
  reason: string | undefined;
  name: string | null;
}) {
  const { months } = analysis;
  const most = Math.max(1, ...months.map(({ accepted, cameBack }) => accepted + cameBack));
  const height = (count: number) => `${(count / most) * 100}%`;
  return (
    <figure className={classes.months}>
      <figcaption className={classes.heading}>Month by month</figcaption>
      <div className={classes.columns} aria-hidden>
        {months.map(({ month, accepted, cameBack, reasons }) => {
          const marked = reason === undefined ? 0 : (reasons[reason] ?? 0);
          return (
            <div
              key={month}
              className={classes.column}
              title={`${monthWords(month)}: ${cameBack} back, ${accepted} accepted`}
            >
              <div className={classes.stack}>
                <span className={classes.accepted} style={{ height: height(accepted) }} />
                <span
                  className={reason === undefined ? classes.back : classes.backPale}
                  style={{ height: height(cameBack - marked) }}
                />
                {marked > 0 ? <span className={classes.back} style={{ height: height(marked) }} /> : null}
              </div>
              <span className={classes.monthName}>{monthWords(month).slice(0, 3)}</span>
            </div>
          );
        })}
      </div>
      <p className={classes.legend}>
        <span className={classes.keyBack} /> {name === null ? 'came back' : name}
        {name === null ? null : (
          <>
            <span className={classes.keyPale} /> came back otherwise
          </>
        )}
        <span className={classes.keyAccepted} /> accepted by sales
      </p>
      <details className={classes.asTable}>
        <summary>As a table</summary>
        <div className={classes.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">Month</th>
                <th scope="col">Came back</th>
                {name === null ? null : <th scope="col">{name}</th>}
                <th scope="col">Accepted</th>
              </tr>
            </thead>
            <tbody>
              {months.map(({ month, accepted, cameBack, reasons }) => (
                <tr key={month}>
                  <th scope="row">{monthWords(month)}</th>
                  <td>{formatCount(cameBack)}</td>
                  {name === null || reason === undefined ? null : (
                    <td>{formatCount(reasons[reason] ?? 0)}</td>
                  )}
                  <td>{formatCount(accepted)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const monthWords = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
