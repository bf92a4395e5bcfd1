import { NumberInput, Select } from '@mantine/core';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Lift, LiftCell, LiftRow } from './api-types.ts';
import classes from './journeys.module.css';
import type { PageState, SetState } from './state.ts';
import { metWords, plural, timesWords, toneOf } from './words.ts';

type Props = { lift: Lift; state: PageState; set: SetState };

const kinds = ['asset', 'talk', 'topic', 'channel'] as const;
/** Of those of which something can be said so many come first. */
const shownRows = 12;
/** The strip shows from an eighth to eight times, on a logarithmic scale. */
const widest = Math.log(8);

/** What comes before a win, stage by stage, each with its interval. */
export function LiftView({ lift, state, set }: Props) {
  const said = lift.rows.filter(({ cells }) => cells.some(({ ratio }) => ratio !== null));
  const first = said.slice(0, shownRows);
  const rows = state.rows === 'all' || first.length === 0 ? lift.rows : first;
  const shownStage = lift.stages.some(({ key }) => key === state.stage) ? state.stage : '';
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="lift-heading">
      <div className={classes.cardHead}>
        <h2 id="lift-heading">
          How many times as often it is won{' '}
          <span className={classes.about}>· with it ÷ without it, 95 % interval</span>
        </h2>
        <div className={classes.controls}>
          <Segmented
            label="What was met"
            value={state.met}
            options={kinds.map((value) => ({ value, label: metWords[value].label }))}
            onChange={(met) => set({ met: met === 'asset' ? undefined : met })}
          />
          <NumberInput
            aria-label="Counted within so many days"
            className={classes.days}
            size="xs"
            min={1}
            max={730}
            value={state.within}
            prefix="within "
            suffix=" days"
            onChange={(value) =>
              set({ within: typeof value === 'number' ? value : undefined }, { replace: true })
            }
          />
          <Csv lift={lift} />
        </div>
      </div>
      <Select
        aria-label="Buying stage"
        className={classes.onPhone}
        size="xs"
        data={lift.stages.map(({ key, name }) => ({ value: key || 'whole', label: name }))}
        value={shownStage || 'whole'}
        allowDeselect={false}
        onChange={(stage) => set({ stage: stage === 'whole' ? undefined : (stage ?? undefined) })}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className={classes.scroll} tabIndex={0} aria-label="What was met, by buying stage">
        <table className={`${classes.table} ${classes.lift}`}>
          <thead>
            <tr>
              <th scope="col">{metWords[lift.of].heading}</th>
              {lift.stages.map((stage) => (
                <th key={stage.key} scope="col" data-hidden={stage.key !== shownStage || undefined}>
                  {stage.key === '' ? stage.name : <DefinedTerm term={stage.key}>{stage.name}</DefinedTerm>}
                  <span className={classes.small}>
                    {formatCount(stage.wins)} of {formatCount(stage.deals)} won
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.key} row={row} lift={lift} shownStage={shownStage} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length < lift.rows.length ? (
        <button type="button" className={classes.quiet} onClick={() => set({ rows: 'all' })}>
          All {formatCount(lift.rows.length)}, those with too few deals too
        </button>
      ) : null}
      <p className={classes.below}>
        {lift.method} {plural(lift.comparisons, 'comparison')} were made: about{' '}
        {formatCount(Math.round(lift.comparisons * 0.05))} of them would stand out by chance alone.{' '}
        {lift.stages.some(({ leftOut }) => leftOut > 0)
          ? `Left out as decided before: ${lift.stages
              .filter(({ leftOut }) => leftOut > 0)
              .map(({ name, leftOut }) => `${formatCount(leftOut)} (${name.toLowerCase()})`)
              .join(', ')}.`
          : ''}
      </p>
    </section>
  );
}

function Row({ row, lift, shownStage }: { row: LiftRow; lift: Lift; shownStage: string }) {
  return (
    <tr>
      <th scope="row">
        <span className={classes.dot} data-tone={toneOf(row.kind)} aria-hidden="true" /> {row.label}
      </th>
      {row.cells.map((cell) => (
        <td key={cell.stage} data-hidden={cell.stage !== shownStage || undefined}>
          <Cell cell={cell} row={row} lift={lift} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ cell, row, lift }: { cell: LiftCell; row: LiftRow; lift: Lift }) {
  if (cell.withDeals === 0) return <span className="mute">–</span>;
  const stage = lift.stages.find(({ key }) => key === cell.stage)?.name ?? '';
  const evidence = {
    show: 'deals',
    title: `${row.label}, ${stage.toLowerCase()}: ${cell.withWins} of ${cell.withDeals} won with it, ${cell.withoutWins} of ${cell.withoutDeals} without`,
    liftOf: lift.of,
    liftKey: row.key,
    liftStage: cell.stage,
  };
  const counts = `${formatCount(cell.withWins)} of ${formatCount(cell.withDeals)} won`;
  if (cell.ratio === null || cell.low === null || cell.high === null)
    return (
      <span className={classes.cell} data-verdict={cell.verdict}>
        <Figure evidence={evidence} label={`${counts} with ${row.label}`}>
          {counts}
        </Figure>
        <span className={classes.small}>too few to say</span>
      </span>
    );
  const interval = `${timesWords(cell.low)} to ${timesWords(cell.high)}`;
  return (
    <span className={classes.cell} data-verdict={cell.verdict}>
      <span>
        <Figure
          evidence={evidence}
          label={`${timesWords(cell.ratio)}, ${interval}: ${counts} with ${row.label}`}
        >
          {timesWords(cell.ratio)}
        </Figure>
        {cell.verdict === 'not-shown' ? <span className={classes.verdict}> not shown</span> : null}
      </span>
      <Strip low={cell.low} ratio={cell.ratio} high={cell.high} />
      <span className={classes.small}>
        n {formatCount(cell.withDeals)} and {formatCount(cell.withoutDeals)}
      </span>
    </span>
  );
}

/** The interval of a ratio on a logarithmic scale; the line in the middle is 1: no difference. */
function Strip({ low, ratio, high }: { low: number; ratio: number; high: number }) {
  const at = (value: number) => 50 + (Math.max(-1, Math.min(1, Math.log(value) / widest)) * 100) / 2;
  return (
    <span className={classes.ratio} role="img" aria-label={`${timesWords(low)} to ${timesWords(high)}`}>
      <span className={classes.one} />
      <span className={classes.ratioRange} style={{ left: `${at(low)}%`, width: `${at(high) - at(low)}%` }} />
      <span className={classes.ratioDot} style={{ left: `${at(ratio)}%` }} />
    </span>
  );
}

function Csv({ lift }: { lift: Lift }) {
  const href = csvHref([
    [
      metWords[lift.of].heading,
      'Stage',
      'Won with',
      'Deals with',
      'Won without',
      'Deals without',
      'Ratio',
      'From',
      'To',
      'Verdict',
    ],
    ...lift.rows.flatMap((row) =>
      row.cells.map((cell) => [
        row.label,
        lift.stages.find(({ key }) => key === cell.stage)?.name ?? cell.stage,
        cell.withWins,
        cell.withDeals,
        cell.withoutWins,
        cell.withoutDeals,
        cell.ratio,
        cell.low,
        cell.high,
        cell.verdict,
      ]),
    ),
  ]);
  return (
    <a className={classes.quiet} href={href} download="before-a-win.csv">
      CSV
    </a>
  );
}
