import { useElementSize } from '@mantine/hooks';
import { quadrantNames, type TwoByTwoPoint } from '../../evidence/contract.ts';
import classes from './evidence.module.css';
import {
  type Box,
  type Frame,
  frameOf,
  layOut,
  type PlacedPoint,
  textWidth,
  xOf,
  yOf,
} from './lay-out-points.ts';
import { placeText } from './words.ts';

type Props = {
  points: readonly TwoByTwoPoint[];
  onOpen: (point: TwoByTwoPoint) => void;
  /** Says to screen readers where the same stands as a table. */
  describedBy?: string;
};

const firstWidth = 540;

/** Delivers to the right, shows upwards: a cross for each, as wide and as high as the data allows. */
export function TwoByTwoChart({ points, onOpen, describedBy }: Props) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const frame = frameOf(Math.max(280, Math.round(width || firstWidth)));
  const corners = cornersOf(frame);
  const placed = layOut(points, { frame, taken: corners.map(({ box }) => box) });
  return (
    <div ref={ref} className={classes.chart}>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons in a picture, which no fieldset can hold. */}
      <svg
        role="group"
        aria-label="What each delivers against the alternative, beside what it can show"
        aria-describedby={describedBy}
        width={frame.width}
        height={frame.height}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
      >
        <Ground frame={frame} corners={corners} />
        {placed.map((one) => (
          <Cross key={one.point.key} placed={one} />
        ))}
        {placed.map((one) => (
          <Mark key={one.point.key} placed={one} onOpen={onOpen} />
        ))}
      </svg>
    </div>
  );
}

type Corner = { text: string; box: Box; end: boolean; isShared: boolean };

function cornersOf({ left, right, top, bottom }: Frame): Corner[] {
  const corner = (key: keyof typeof quadrantNames, end: boolean, isTop: boolean): Corner => {
    const text = quadrantNames[key].corner;
    const width = textWidth(text);
    return {
      text,
      end,
      isShared: key === 'aligned',
      box: {
        x: end ? right - 8 - width : left + 8,
        y: isTop ? top + 5 : bottom - 23,
        width,
        height: 18,
      },
    };
  };
  return [
    corner('spin', false, true),
    corner('aligned', true, true),
    corner('misaligned', false, false),
    corner('silent', true, false),
  ];
}

function Ground({ frame, corners }: { frame: Frame; corners: readonly Corner[] }) {
  const { left, right, top, bottom } = frame;
  const middleX = xOf(50, frame);
  const middleY = yOf(50, frame);
  return (
    <g>
      <rect x={left} y={top} width={right - left} height={bottom - top} className={classes.square} />
      <line x1={middleX} x2={middleX} y1={top} y2={bottom} className={classes.middle} />
      <line x1={left} x2={right} y1={middleY} y2={middleY} className={classes.middle} />
      {corners.map(({ text, box, end, isShared }) => (
        <text
          key={text}
          x={end ? box.x + box.width : box.x}
          y={box.y + 13}
          textAnchor={end ? 'end' : 'start'}
          className={isShared ? classes.cornerShared : classes.corner}
        >
          {text}
        </text>
      ))}
      <text x={(left + right) / 2} y={bottom + 19} textAnchor="middle" className={classes.axis}>
        delivers value, against the alternative →
      </text>
      <text
        transform={`translate(${left - 10} ${(top + bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
        className={classes.axis}
      >
        can show it →
      </text>
    </g>
  );
}

function Cross({ placed: { cross, x, y } }: { placed: PlacedPoint }) {
  if (cross === null) return null;
  return (
    <g className={classes.cross}>
      <line x1={cross.x1} x2={cross.x2} y1={y} y2={y} />
      <line x1={x} x2={x} y1={cross.y1} y2={cross.y2} />
    </g>
  );
}

function Mark({ placed, onOpen }: { placed: PlacedPoint; onOpen: Props['onOpen'] }) {
  const { point, x, y, radius, label, number } = placed;
  const kind = point.quadrant === null ? classes.waiting : point.isSettled ? classes.settled : classes.open;
  return (
    // biome-ignore lint/a11y/useSemanticElements: within a picture there are no buttons of HTML.
    <g
      role="button"
      tabIndex={0}
      className={classes.mark}
      aria-label={`${point.label}: ${placeText(point)}. ${point.words}`}
      onClick={() => onOpen(point)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen(point);
      }}
    >
      <title>{`${point.label}: ${point.words}`}</title>
      <circle cx={x} cy={y} r={Math.max(radius, 12)} className={classes.reach} />
      <circle cx={x} cy={y} r={radius} className={kind} />
      {point.isMe ? <circle cx={x} cy={y} r={radius + 4} className={classes.me} /> : null}
      {label ? (
        <text
          x={label.box.x}
          y={label.box.y + 13}
          className={point.quadrant === null ? classes.nameWaiting : classes.name}
        >
          {label.text}
        </text>
      ) : point.quadrant === null ? null : (
        <text x={x} y={y + 3.5} textAnchor="middle" className={classes.number}>
          {number}
        </text>
      )}
    </g>
  );
}
