import { Select } from '@mantine/core';
import { csvHref } from '../../../../web/csv.ts';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatShare, Money } from '../../../../web/parts/money.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Waterfall, WaterfallRow, WaterfallStep } from './api-types.ts';
import classes from './journeys.module.css';
import type { PageState, SetState } from './state.ts';
import { daysWords, majorUnits, plural, shortDays } from './words.ts';

type Dimensions = readonly { key: string; label: string }[];
type Props = { waterfall: Waterfall; state: PageState; set: SetState; dimensions: Dimensions };

/** From click to contract, and the same by cohort or by any field. */
export function WaterfallView(props: Props) {
  return (
    <>
      <Steps waterfall={props.waterfall} />
      <Split {...props} />
    </>
  );
}

function Steps({ waterfall }: { waterfall: Waterfall }) {
  const first = waterfall.steps[0];
  const most = first ? first.people + first.visitors : 0;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="waterfall-heading">
      <h2 id="waterfall-heading">
        From click to contract <span className={classes.about}>· people, and the days between steps</span>
      </h2>
      <div className={classes.waterfallHead} aria-hidden="true">
        <span>Step</span>
        <span />
        <span>People</span>
        <span className={classes.wide}>Open deals here</span>
      </div>
      <ol className={classes.waterfall}>
        {waterfall.steps.map((step, nth) => (
          <StepRow
            key={step.key}
            step={step}
            most={most}
            currency={waterfall.currency}
            next={waterfall.steps[nth + 1]}
          />
        ))}
      </ol>
      <p className={classes.below}>
        A person counts for a step if they got to it or to a later one. Of a won deal the whole buying group
        won; the deal and its money count once.
        {waterfall.withoutTouch > 0 && waterfall.basis === 'touch'
          ? ` ${plural(waterfall.withoutTouch, 'known person', 'known people')} without any touchpoint are in no cohort.`
          : ''}
        {waterfall.dealsWithoutRate > 0
          ? ` The money of ${plural(waterfall.dealsWithoutRate, 'deal')} is left out, for want of an amount or a rate.`
          : ''}
      </p>
    </section>
  );
}

type StepProps = { step: WaterfallStep; next: WaterfallStep | undefined; most: number; currency: string };

function StepRow({ step, next, most, currency }: StepProps) {
  // Money stands where its people stand: what the next step has as well is not here.
  const standing = step.openMinor - (next?.openMinor ?? 0);
  const percent = (people: number) => `${most === 0 ? 0 : (people / most) * 100}%`;
  return (
    <li>
      <div className={classes.step} data-kind={step.kind}>
        <span className={classes.stepName}>
          {step.stage ? <DefinedTerm term={step.stage}>{step.name}</DefinedTerm> : step.name}
        </span>
        <span className={classes.track}>
          <span className={classes.bar} style={{ width: percent(step.people) }} />
          {step.visitors > 0 ? (
            <span className={classes.strangers} style={{ width: percent(step.visitors) }} />
          ) : null}
        </span>
        <span className={classes.number}>
          <Figure
            evidence={{ show: 'people', step: step.key, state: 'reached' }}
            label={`${step.people} people got to ${step.name}`}
          >
            {formatCount(step.people)}
          </Figure>
          {step.visitors > 0 ? (
            <span className={classes.small}>and {formatCount(step.visitors)} nobody knows</span>
          ) : null}
          {step.kind === 'won' ? (
            <span className={classes.small}>in {plural(step.deals, 'deal')}</span>
          ) : null}
        </span>
        <span className={`${classes.number} ${classes.wide}`}>
          {step.kind === 'won' ? (
            <>
              <Money of={{ amountMinor: step.wonMinor, currency }} style="compact" />{' '}
              <span className="mute">won</span>
            </>
          ) : standing > 0 ? (
            <Money of={{ amountMinor: standing, currency }} style="compact" />
          ) : null}
        </span>
      </div>
      {next ? <Between step={step} next={next} /> : null}
    </li>
  );
}

/** What lies between two steps: how many go on, and how long it takes. */
function Between({ step, next }: { step: WaterfallStep; next: WaterfallStep }) {
  const { toNext } = step;
  return (
    <div className={classes.between}>
      <span className={classes.betweenText}>
        {step.passRate === null ? null : (
          <span data-tightest={step.tightest || undefined} className={classes.pass}>
            <Figure
              evidence={{ show: 'people', step: step.key, state: 'stopped' }}
              label={`${formatShare(step.passRate)} went on from ${step.name} to ${next.name}; see who did not`}
            >
              {formatShare(step.passRate)}
            </Figure>{' '}
            go on{step.tightest ? ': the tightest step' : ''}
          </span>
        )}
        {toNext && toNext.p90Days >= 1 / 24 ? (
          <span data-slowest={step.slowest || undefined} className={classes.pass}>
            half {toNext.medianDays < 1 / 24 ? '' : 'within '}
            <Figure
              evidence={{ show: 'people', step: step.key, state: 'timed' }}
              label={`Half went from ${step.name} to ${next.name} within ${daysWords(toNext.medianDays)}`}
            >
              {daysWords(toNext.medianDays)}
            </Figure>
            , nine in ten within {daysWords(toNext.p90Days)}
            {step.slowest ? ': the slowest' : ''}
          </span>
        ) : null}
      </span>
    </div>
  );
}

function Split({ waterfall, state, set, dimensions }: Props) {
  const options = [
    { value: 'month', label: 'Month' },
    { value: 'quarter', label: 'Quarter' },
    ...dimensions.map(({ key, label }) => ({ value: key, label })),
  ];
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="split-heading">
      <div className={classes.cardHead}>
        <h2 id="split-heading">
          {waterfall.rowsAre === 'dimension' ? 'Side by side' : 'Cohorts'}{' '}
          <span className={classes.about}>
            · share of {waterfall.steps[0]?.name.toLowerCase()} that got so far
          </span>
        </h2>
        <div className={classes.controls}>
          <Select
            aria-label="Told apart by"
            className={classes.select}
            size="xs"
            data={options}
            value={state.split}
            searchable={options.length > 12}
            allowDeselect={false}
            onChange={(split) => set({ split: split ?? undefined })}
          />
          <Csv waterfall={waterfall} />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className={classes.scroll} tabIndex={0} aria-label="Cohorts side by side">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{options.find(({ value }) => value === state.split)?.label ?? 'Key'}</th>
              {waterfall.steps.map((step) => (
                <th key={step.key} scope="col">
                  {step.name}
                </th>
              ))}
              <th scope="col">Deals</th>
              <th scope="col">Won</th>
              <th scope="col">Days</th>
            </tr>
          </thead>
          <tbody>
            {waterfall.rows.map((row) => (
              <SplitRow
                key={`${row.isRest} ${row.key}`}
                row={row}
                waterfall={waterfall}
                split={state.split}
              />
            ))}
          </tbody>
        </table>
      </section>
      <p className={classes.below}>
        Young cohorts have had less time: read down a column only as far as its median days have passed. Days:
        first step to won, half took less.
      </p>
    </section>
  );
}

const shade = (share: number) => ({
  background: `color-mix(in srgb, var(--shbg) ${Math.round(share * 100)}%, transparent)`,
});

function SplitRow({ row, waterfall, split }: { row: WaterfallRow; waterfall: Waterfall; split: string }) {
  const first = waterfall.steps[0]?.key ?? '';
  const all = (row.steps[first] ?? 0) + row.visitors;
  return (
    <tr data-rest={row.isRest || undefined}>
      <th scope="row">{row.label}</th>
      {waterfall.steps.map((step, nth) => {
        const people = row.steps[step.key] ?? 0;
        const share = all === 0 ? 0 : people / all;
        return (
          <td key={step.key} style={nth === 0 ? undefined : shade(share)}>
            {row.isRest || people === 0 ? (
              <span className={people === 0 ? 'mute' : undefined}>{formatCount(people)}</span>
            ) : (
              <Figure
                evidence={{ show: 'people', step: step.key, state: 'reached', by: split, row: row.key }}
                label={`${people} people of ${row.label} got to ${step.name}`}
              >
                {formatCount(people)}
              </Figure>
            )}
            <span className={classes.share}>
              {nth === 0 ? (row.visitors > 0 ? `+${formatCount(row.visitors)}` : '') : formatShare(share)}
            </span>
          </td>
        );
      })}
      <td>{row.deals === 0 ? <span className="mute">0</span> : formatCount(row.deals)}</td>
      <td>
        <Money
          of={row.wonMinor === 0 ? null : { amountMinor: row.wonMinor, currency: waterfall.currency }}
          style="compact"
        />
      </td>
      <td>{row.throughout ? shortDays(row.throughout.medianDays) : <span className="mute">–</span>}</td>
    </tr>
  );
}

function Csv({ waterfall }: { waterfall: Waterfall }) {
  const { steps, rows, currency } = waterfall;
  const href = csvHref([
    ['Cohort', 'Nobody knows', ...steps.map(({ name }) => name), 'Deals', `Won (${currency})`, 'Median days'],
    ...rows.map((row) => [
      row.label,
      row.visitors,
      ...steps.map(({ key }) => row.steps[key] ?? 0),
      row.deals,
      majorUnits(row.wonMinor, currency),
      row.throughout?.medianDays ?? null,
    ]),
  ]);
  return (
    <a className={classes.quiet} href={href} download="cohorts.csv">
      CSV
    </a>
  );
}
