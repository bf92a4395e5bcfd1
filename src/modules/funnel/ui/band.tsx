import { type Edge, slice } from './edge.ts';
import classes from './funnel.module.css';

const height = 100;
const width = 1000;
/** Air above and below a row's band, in hundredths of its height. */
const gap = 4;

type BandProps = {
  edge: Edge;
  /** How much of the half the widest band takes; the rest is for the labels. */
  reach: number;
  depth: number;
  /** Of the people in the band, the share that is lit from the other half; null: none in particular. */
  litShare: number | null;
};

/** One stage's piece of the filter: the edge runs on smoothly from row to row. */
export function Band({ edge, reach, depth, litShare }: BandProps) {
  return (
    <svg
      className={classes.band}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={outline(edge, reach)} fill="var(--mk2)" opacity={0.95 - 0.07 * depth} />
      {litShare === null || litShare === 0 ? null : (
        <path
          d={outline(edge, reach * litShare)}
          fill="var(--mk)"
          opacity={0.6}
          className={classes.litBand}
        />
      )}
    </svg>
  );
}

function outline(edge: Edge, scale: number): string {
  const piece = slice(edge, gap / height, 1 - gap / height);
  const x = (share: number) => (width - share * scale * width).toFixed(1);
  const [upper, lower] = [gap, height - gap];
  const third = (lower - upper) / 3;
  return `M${x(piece.top)} ${upper}H${width}V${lower}H${x(piece.bottom)}C${x(piece.bottom - piece.bottomSlope / 3)} ${lower - third} ${x(piece.top + piece.topSlope / 3)} ${upper + third} ${x(piece.top)} ${upper}Z`;
}
