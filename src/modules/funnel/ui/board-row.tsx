import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import type { Velocity } from '../contract.ts';
import { Band } from './band.tsx';
import type { Edge } from './edge.ts';
import classes from './funnel.module.css';
import { People } from './people.tsx';
import type { FunnelStage } from './rows.ts';
import { StageTerm } from './stage-term.tsx';
import type { Group } from './state.ts';
import { countOf, deltaOf, formatDays, groupWords, moneyWords } from './words.ts';

/** The widest band's share of its half; what is left is the labels'. */
const reach = 0.7;
const reachOnPhone = 0.6;

export type BoardRowProps = {
  stage: FunnelStage;
  next: FunnelStage | undefined;
  edge: Edge;
  depth: number;
  right: 'squares' | 'figures' | 'none';
  rightWidthPx: number;
  throughout: Velocity | null;
  lit: Group | null;
  pick: Group | null;
  onPoint: (group: Group | null) => void;
  onPick: (group: Group) => void;
};

export function BoardRow(props: BoardRowProps) {
  const { stage, next, lit, right } = props;
  const isLit = lit?.stage === stage.key;
  return (
    <div className={classes.row} data-lit={lit === null ? undefined : isLit}>
      <FilterHalf {...props} />
      <div className={classes.gate}>
        <div className={classes.gateName}>
          <StageTerm stage={stage} />
        </div>
        <div className={classes.gateWords}>{stage.gate}</div>
        {next ? <PassRate stage={stage} next={next} /> : null}
      </div>
      {right === 'squares' ? <People {...props} litState={isLit ? (lit?.state ?? null) : null} /> : null}
      {right === 'figures' ? <Figures {...props} /> : null}
    </div>
  );
}

function FilterHalf({
  stage,
  edge,
  depth,
  right,
  lit,
  pick,
  onPoint,
  onPick,
  throughout,
  next,
}: BoardRowProps) {
  const group: Group = { stage: stage.key, state: 'reached' };
  const isLit = lit?.stage === stage.key;
  const litShare =
    isLit && lit.state !== 'reached' && stage.reached > 0 ? countOf(stage, lit.state) / stage.reached : null;
  const delta = deltaOf(stage.reached, stage.reachedBefore);
  return (
    <div className={classes.half}>
      <button
        type="button"
        className={classes.bandButton}
        aria-label={`${formatCount(stage.reached)} ${groupWords(stage, 'reached')}: pick them`}
        aria-pressed={pick?.stage === stage.key && pick.state === 'reached'}
        onPointerEnter={() => onPoint(group)}
        onFocus={() => onPoint(group)}
        onBlur={() => onPoint(null)}
        onClick={() => onPick(group)}
      >
        <Band edge={edge} reach={right === 'none' ? reachOnPhone : reach} depth={depth} litShare={litShare} />
      </button>
      <div className={classes.label}>
        <span className={classes.count}>
          <Figure evidence={{ of: 'people', stage: stage.key, state: 'reached' }}>
            {formatCount(stage.reached)}
          </Figure>
        </span>
        {delta ? (
          <span className={`${classes.delta} ${delta.isBetter ? 'ok' : 'mute'}`}>
            {delta.text}
            <span className="sr-only"> against the period before</span>
          </span>
        ) : null}
        <div className={classes.pace}>
          {isLit && litShare !== null && lit ? (
            `${formatCount(countOf(stage, lit.state))} ${groupWords(stage, lit.state, !next)}`
          ) : (
            <Pace stage={stage} next={next} throughout={throughout} />
          )}
        </div>
      </div>
    </div>
  );
}

function Pace({ stage, next, throughout }: Pick<BoardRowProps, 'stage' | 'next' | 'throughout'>) {
  if (!next && stage.won.length === 0) return 'nothing won yet';
  if (!next) {
    return (
      <>
        won: <Figure evidence={{ of: 'deals', stage: stage.key }}>{moneyWords(stage.won)}</Figure>
        {throughout ? (
          <>
            {' in '}
            <Figure evidence={{ of: 'people', stage: stage.key, state: 'timed' }}>
              {formatDays(throughout.medianDays)}
            </Figure>
          </>
        ) : null}
      </>
    );
  }
  if (stage.passRate === null) return 'nobody yet';
  return (
    <>
      <Figure evidence={{ of: 'people', stage: next.key, state: 'reached' }}>
        {formatShare(stage.passRate)}
      </Figure>
      {stage.toNext ? (
        <>
          {' in '}
          <Figure evidence={{ of: 'people', stage: stage.key, state: 'timed' }}>
            {formatDays(stage.toNext.medianDays)}
          </Figure>
        </>
      ) : null}
    </>
  );
}

function PassRate({ stage, next }: { stage: FunnelStage; next: FunnelStage }) {
  if (stage.passRate === null) return null;
  return (
    <span className={stage.tightest ? `${classes.pass} ${classes.tight}` : classes.pass}>
      <Figure
        evidence={{ of: 'people', stage: next.key, state: 'reached' }}
        label={`${formatShare(stage.passRate)} pass from ${stage.name} to ${next.name}${stage.tightest ? ', the tightest gate' : ''}`}
      >
        {formatShare(stage.passRate)} pass
      </Figure>
    </span>
  );
}

function Figures({ stage, next, throughout }: BoardRowProps) {
  const velocity = next ? stage.toNext : throughout;
  return (
    <div className={classes.figures}>
      <Cell label="pass">
        {next && stage.passRate !== null ? (
          <Figure evidence={{ of: 'people', stage: next.key, state: 'reached' }}>
            {formatShare(stage.passRate)}
          </Figure>
        ) : null}
      </Cell>
      <Cell label="before">
        {next && stage.passRateBefore !== null ? (
          <Figure evidence={{ of: 'people', stage: next.key, state: 'reached', before: true }}>
            {formatShare(stage.passRateBefore)}
          </Figure>
        ) : null}
      </Cell>
      <Cell label={next ? 'median' : 'median, all the way'}>
        {velocity ? (
          <Figure evidence={{ of: 'people', stage: stage.key, state: 'timed' }}>
            {formatDays(velocity.medianDays)}
          </Figure>
        ) : null}
      </Cell>
      <Cell label="9 in 10 within">
        {velocity ? (
          <Figure evidence={{ of: 'people', stage: stage.key, state: 'timed' }}>
            {formatDays(velocity.p90Days)}
          </Figure>
        ) : null}
      </Cell>
      <Cell label="won">
        {stage.won.length > 0 ? (
          <Figure evidence={{ of: 'deals', stage: stage.key }}>{moneyWords(stage.won)}</Figure>
        ) : null}
      </Cell>
      <Cell label="won for each person at this stage">
        {stage.won.length > 0 && stage.reached > 0 ? (
          <Figure evidence={{ of: 'deals', stage: stage.key }}>{moneyWords(aHead(stage))}</Figure>
        ) : null}
      </Cell>
    </div>
  );
}

const aHead = (stage: FunnelStage) =>
  stage.won.slice(0, 1).map((won) => ({ ...won, amountMinor: Math.round(won.amountMinor / stage.reached) }));

function Cell({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <div className={classes.cellLabel}>{label}</div>
      {children ?? <span className="mute">–</span>}
    </div>
  );
}
