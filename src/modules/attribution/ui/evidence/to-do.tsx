import { quadrantNames } from '../../evidence/contract.ts';
import type { Point, Quadrants } from './api-types.ts';
import classes from './evidence.module.css';
import { placeText } from './words.ts';

const inOrder = ['silent', 'spin', 'misaligned', 'aligned'] as const;
const headings: Readonly<Record<(typeof inOrder)[number], string>> = {
  silent: 'Delivers, and cannot show it: record',
  spin: 'Shows, and does not deliver: mend',
  misaligned: 'Neither: begin anew',
  aligned: 'Aligned: keep on',
};
const mostOfEach = 4;
const mostSteps = 3;

/** What is to be done about each corner; grey ones say what they wait for. */
export function ToDo({ answer, onOpen }: { answer: Quadrants; onOpen: (point: Point) => void }) {
  const waiting = answer.points.filter(({ quadrant }) => quadrant === null);
  return (
    <div className={`panel ${classes.todo}`}>
      {inOrder.map((quadrant) => {
        const points = answer.points
          .filter((point) => point.quadrant === quadrant)
          .toSorted((one, other) => Number(other.isSettled) - Number(one.isSettled));
        if (points.length === 0) return null;
        return (
          <section key={quadrant} aria-label={quadrantNames[quadrant].name}>
            <h2>{headings[quadrant]}</h2>
            <ul>
              {points.slice(0, mostOfEach).map((point) => (
                <Item key={point.key} point={point} onOpen={onOpen} />
              ))}
            </ul>
            <More of={points.length - mostOfEach} />
          </section>
        );
      })}
      {waiting.length > 0 ? (
        <section aria-label="Waiting">
          <h2>Waits in grey</h2>
          <ul>
            {waiting.slice(0, mostOfEach).map((point) => (
              <li key={point.key}>
                <button type="button" className={classes.link} onClick={() => onOpen(point)}>
                  {point.label}
                </button>
                <div className={classes.steps}>{point.waits?.words}</div>
              </li>
            ))}
          </ul>
          <More of={waiting.length - mostOfEach} />
        </section>
      ) : null}
    </div>
  );
}

const More = ({ of }: { of: number }) =>
  of > 0 ? <p className={classes.below}>{of} more in the table below.</p> : null;

function Item({ point, onOpen }: { point: Point; onOpen: (point: Point) => void }) {
  return (
    <li>
      <button type="button" className={classes.link} onClick={() => onOpen(point)}>
        {point.label}
      </button>
      {point.isSettled ? null : <span className="mute"> · {placeText(point).split(', ').at(-1)}</span>}
      {point.todo.slice(0, mostSteps).map(({ campaign, words }) => (
        <div key={`${campaign?.id} ${words}`} className={classes.steps}>
          {campaign ? `${campaign.name}: ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words}
        </div>
      ))}
    </li>
  );
}
