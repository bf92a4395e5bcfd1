import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { Person } from '../../../web/parts/person.tsx';
import { useNow } from '../../../web/parts/when.tsx';
import type { PeopleState } from '../contract.ts';
import type { BoardRowProps } from './board-row.tsx';
import classes from './funnel.module.css';
import type { FunnelStage } from './rows.ts';
import { layOutSquares, pitch, type SquareState, squareRows, squareSize, squareStates } from './squares.ts';
import type { Group } from './state.ts';
import { groupWords, timeLeft } from './words.ts';

const namesWidthPx = 300;

type PeopleProps = BoardRowProps & { litState: PeopleState | null };

/** The very same people as the band to the left: as squares, and the few who wait longest by name. */
export function People(props: PeopleProps) {
  const { stage, next, edge, rightWidthPx } = props;
  const { squares, peopleASquare } = layOutSquares({
    stage,
    edge,
    widthPx: Math.max(120, rightWidthPx - namesWidthPx),
  });
  return (
    <div className={`${classes.half} ${classes.rightHalf}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing. */}
      <svg
        className={classes.squares}
        width={Math.max(...squares.map((square) => square.x), 0) + pitch}
        height={squareRows * pitch}
        role="group"
        aria-label={`The people of ${stage.name} as squares`}
      >
        {squareStates.map((state) => (
          <SquareGroup
            key={state}
            {...props}
            state={state}
            squares={squares.filter((one) => one.state === state)}
          />
        ))}
      </svg>
      <Names stage={stage} isLast={next === undefined} peopleASquare={peopleASquare} />
    </div>
  );
}

type SquareGroupProps = PeopleProps & { state: SquareState; squares: readonly { x: number; y: number }[] };

function SquareGroup({ stage, next, state, squares, litState, pick, onPoint, onPick }: SquareGroupProps) {
  if (squares.length === 0) return null;
  const group: Group = { stage: stage.key, state };
  const isDim = litState !== null && litState !== 'reached' && !includes(litState, state);
  const isPicked = pick?.stage === stage.key && pick.state === state;
  const words = `${formatCount(stage[state])} ${groupWords(stage, state, next === undefined)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing.
    <g
      role="button"
      tabIndex={0}
      aria-label={`${words}: pick them`}
      aria-pressed={isPicked}
      className={classes.squareGroup}
      data-state={state}
      data-dim={isDim || undefined}
      data-picked={isPicked || undefined}
      onPointerEnter={() => onPoint(group)}
      onFocus={() => onPoint(group)}
      onBlur={() => onPoint(null)}
      onClick={() => onPick(group)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPick(group);
      }}
    >
      <title>{words}</title>
      {squares.map(({ x, y }) => (
        <g key={`${x}:${y}`}>
          <rect x={x} y={y} width={pitch} height={pitch} fill="transparent" />
          <rect
            x={x + 0.5}
            y={y + 0.5}
            width={squareSize}
            height={squareSize}
            rx={2.4}
            className={classes.square}
          />
        </g>
      ))}
    </g>
  );
}

const includes = (group: PeopleState, state: SquareState): boolean =>
  group === state || (group === 'here' && (state === 'waiting' || state === 'late'));

type NamesProps = { stage: FunnelStage; isLast: boolean; peopleASquare: number };

function Names({ stage, isLast, peopleASquare }: NamesProps) {
  const now = useNow();
  const here = stage.waiting + stage.late;
  return (
    <div className={classes.names}>
      {(isLast ? [] : stage.longest.slice(0, 2)).map((person) => {
        const time = timeLeft({ ...person, now });
        return (
          <Person
            key={person.id}
            name={person.name}
            detail={person.account?.name}
            note={time.text}
            late={time.isLate}
            href={`/people/contacts/${person.id}`}
          />
        );
      })}
      <div className={classes.hereLine}>
        {peopleASquare > 1 ? <span>a square is {formatCount(peopleASquare)}</span> : null}
        {here > 0 ? (
          <span className={classes.hereChip}>
            <Figure evidence={{ of: 'people', stage: stage.key, state: 'here' }}>{formatCount(here)}</Figure>{' '}
            {isLast ? 'are here now' : 'waiting here'}
          </span>
        ) : null}
      </div>
    </div>
  );
}
