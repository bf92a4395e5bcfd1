import type { Opening } from './api-types.ts';
import classes from './credit.module.css';
import { dotsOf } from './opening-words.ts';

const width = 640;
const height = 40;
const margin = 12;
const middle = height / 2;

/** A deal’s journey on one line: content above it, talks below, the heavier the larger; hollow where not of the figure. */
export function JourneyStrip({ opening }: { opening: Opening }) {
  const dots = dotsOf(opening);
  const place = (x: number) => margin + x * (width - 2 * margin);
  const counting = opening.touches.filter(({ counts }) => counts).length;
  return (
    <svg
      className={classes.strip}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${opening.touches.length} touchpoints from the first to the result, ${counting} of them of this figure`}
    >
      <line x1={margin} x2={width - margin} y1={middle} y2={middle} className={classes.stripLine} />
      {dots.map(({ touch, x, size }) => (
        <circle
          key={`${touch.id}:${touch.person?.id ?? ''}`}
          cx={place(x)}
          cy={touch.kind === 'content' ? middle - 1 - size : middle + 1 + size}
          r={size}
          data-kind={touch.kind}
          data-counts={touch.counts || undefined}
        />
      ))}
      <path className={classes.stripEnd} d={`M${width - margin} ${middle - 10}v20`} />
    </svg>
  );
}
