import classes from './funnel.module.css';
import type { FunnelStage } from './rows.ts';

const height = 100;
const width = 1000;
/** Air above and below a row's band, in the hundredths of its height. */
const gap = 4;

type BandProps = {
  /** Widths at the upper and lower edge, as shares of the widest. */
  top: number;
  bottom: number;
  /** How much of the half the widest band takes; the rest is for the labels. */
  reach: number;
  depth: number;
  /** Of the people in the band, the share that is lit from the other half; null: none in particular. */
  litShare: number | null;
};

/** One stage's piece of the filter: the edge runs on smoothly from row to row. */
export function Band({ top, bottom, reach, depth, litShare }: BandProps) {
  return (
    <svg
      className={classes.band}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={outline(top * reach, bottom * reach)} fill="var(--mk2)" opacity={0.95 - 0.07 * depth} />
      {litShare === null || litShare === 0 ? null : (
        <path
          d={outline(top * reach * litShare, bottom * reach * litShare)}
          fill="var(--mk)"
          opacity={0.55}
          className={classes.litBand}
        />
      )}
    </svg>
  );
}

function outline(top: number, bottom: number): string {
  const [left, leftBelow] = [width - top * width, width - bottom * width];
  const [upper, lower, middle] = [gap, height - gap, height / 2];
  return `M${left} ${upper}H${width}V${lower}H${leftBelow}C${leftBelow} ${middle} ${left} ${middle} ${left} ${upper}Z`;
}

/** Width of each stage's band at its upper edge: the square root of its share of the first stage. */
export function bandWidths(stages: readonly FunnelStage[]): { top: number; bottom: number }[] {
  const first = stages[0]?.reached ?? 0;
  const widths = stages.map((stage) => (first === 0 ? 0 : Math.sqrt(stage.reached / first)));
  return widths.map((top, index) => ({ top, bottom: widths[index + 1] ?? top * 0.94 }));
}
