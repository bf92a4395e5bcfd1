import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { api } from '../../../../web/api.ts';
import { FilterChip } from '../../../../web/parts/filter-chips.tsx';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { PeriodForm } from '../../../../web/parts/period-form.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useNow } from '../../../../web/parts/when.tsx';
import { outcomes } from '../../backtest/contract.ts';
import classes from './backtest.module.css';
import { CloserLook } from './closer-look.tsx';
import { DifferencesDrawer } from './differences.tsx';
import { FiguresTable } from './figures-table.tsx';
import { type PanelState, panelState, type SetPanelState } from './state.ts';
import type { Backtest, BacktestInput, Subject } from './types.ts';
import { dayWords, outcomeWords, tookWords, usualPeriod } from './words.ts';

/** Which stretch of the past is asked. */
const periodPresets = [['usual', 'The last twelve whole months']] as const;

const MonthChart = lazy(async () => ({ default: (await import('./month-chart.tsx')).MonthChart }));

type BacktestPanelProps = {
  subject: Subject;
  /** What it is held against, usually the version in force. */
  against?: Subject | undefined;
  /** The period at first; the twelve whole months before this one where absent. */
  from?: string | undefined;
  to?: string | undefined;
};

/** What a definition, or two side by side, would have done: beside the signature button. */
export function BacktestPanel({ subject, against, from, to }: BacktestPanelProps) {
  const [state, set] = useUrlState(panelState);
  const usual = usualPeriod(useNow());
  const input: BacktestInput = {
    subject,
    ...(against === undefined ? {} : { against }),
    from: state.btFrom ?? from ?? usual.from,
    to: state.btTo ?? to ?? usual.to,
    outcome: state.outcome,
  };
  const query = useQuery(
    api.language.runBacktest.queryOptions({ input, staleTime: 5 * 60_000, retry: false }),
  );
  return (
    <section className={`panel ${classes.card}`} aria-label="Backtest" aria-busy={query.isFetching}>
      <header className={classes.head}>
        <h2>{query.data ? headingOf(query.data) : 'On the leads of the past'}</h2>
        <Choices input={input} state={state} set={set} />
      </header>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} withFields />
      {query.isPending ? <Asking input={input} /> : null}
      {query.data ? <Found backtest={query.data} input={input} state={state} set={set} /> : null}
    </section>
  );
}

const headingOf = (backtest: Backtest): string =>
  `On ${formatCount(backtest.leads)} ${backtest.leads === 1 ? 'lead' : 'leads'} of the past`;

type ChoicesProps = { input: BacktestInput; state: PanelState; set: SetPanelState };

function Choices({ input, state, set }: ChoicesProps) {
  return (
    <div className={classes.choices}>
      <FilterChip label="Period" value={`${dayWords(input.from)} to ${dayWords(input.to)}`}>
        {(close) => (
          <PeriodForm
            presets={periodPresets}
            chosen={undefined}
            range={input}
            needsBoth
            onPreset={() => {
              set({ btFrom: undefined, btTo: undefined });
              close();
            }}
            onDays={({ from, to }) => {
              set({ btFrom: from, btTo: to });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip label="Judged by" value={outcomeWords[state.outcome]}>
        {(close) => (
          <Select
            label="What counts as having come out well"
            data={outcomes.map((value) => ({ value, label: outcomeWords[value] }))}
            value={state.outcome}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => {
              set({ outcome: outcomes.find((one) => one === value) });
              close();
            }}
          />
        )}
      </FilterChip>
    </div>
  );
}

function Asking({ input }: { input: BacktestInput }) {
  return (
    <p className={classes.asking} role="status">
      Asking every lead known between {dayWords(input.from)} and {dayWords(input.to)}, moment by moment,
      whether {input.against ? 'each of the two definitions' : 'the definition'} would have held…
    </p>
  );
}

type FoundProps = ChoicesProps & { backtest: Backtest };

function Found({ backtest, input, state, set }: FoundProps) {
  if (backtest.leads === 0) return <NobodyThen set={set} />;
  const { agreement, against, subject } = backtest;
  return (
    <>
      <FiguresTable backtest={backtest} />
      <Suspense fallback={<div className={classes.chart} />}>
        <MonthChart backtest={backtest} />
      </Suspense>
      <div className={classes.legend}>
        {against ? (
          <span>
            <i data-swatch="against" /> {against.label}
          </span>
        ) : null}
        <span>
          <i data-swatch="subject" /> {subject.label}
        </span>
        <span className={classes.took}>{tookWords(backtest)}</span>
      </div>
      {agreement ? <Differ agreement={agreement} /> : null}
      <CloserLook backtest={backtest} state={state} set={set} />
      {backtest.notes.length > 0 ? (
        <ul className={classes.notes}>
          {backtest.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <DifferencesDrawer backtest={backtest} input={input} />
    </>
  );
}

function NobodyThen({ set }: { set: SetPanelState }) {
  return (
    <p className={classes.asking}>
      Nobody was known by the end of this period, so there is no past to ask.{' '}
      <button
        type="button"
        className={classes.quiet}
        onClick={() => set({ btTo: new Date().toISOString().slice(0, 10) })}
      >
        Look up to today
      </button>
    </p>
  );
}

function Differ({ agreement }: { agreement: NonNullable<Backtest['agreement']> }) {
  const { onlySubject, onlyAgainst } = agreement;
  const differ = onlySubject + onlyAgainst;
  if (differ === 0) return <p className={classes.differ}>Not one lead would differ.</p>;
  const evidence = (which: string) => ({ of: 'backtest', which });
  return (
    <p className={classes.differ}>
      <Figure evidence={evidence('differ')}>
        {formatCount(differ)} {differ === 1 ? 'lead' : 'leads'}
      </Figure>{' '}
      would differ: <Figure evidence={evidence('onlySubject')}>{formatCount(onlySubject)}</Figure> come in,{' '}
      <Figure evidence={evidence('onlyAgainst')}>{formatCount(onlyAgainst)}</Figure> stay out.{' '}
      <Figure evidence={evidence('differ')}>Each with its reason</Figure>
    </p>
  );
}
