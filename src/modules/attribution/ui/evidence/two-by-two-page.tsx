import { Popover } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { Figure, FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatDate } from '../../../../web/parts/when.tsx';
import { evidenceBy } from '../../evidence/contract.ts';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { Waiting } from '../parts/waiting.tsx';
import type { Point, Quadrants } from './api-types.ts';
import classes from './evidence.module.css';
import { EvidenceContents } from './evidence-contents.tsx';
import { PersonsNotice } from './persons-notice.tsx';
import { type PageState, pageState, type SetState, twoByTwoInput } from './state.ts';
import { ToDo } from './to-do.tsx';
import { TwoByTwoChart } from './two-by-two-chart.tsx';
import {
  byNames,
  placeText,
  quietText,
  rangeText,
  sayings,
  scoreText,
  timesText,
  underText,
} from './words.ts';

/** What each delivers against the alternative, beside what it can show; and what is to be done about it. */
export function TwoByTwoPage() {
  const [state, set] = useUrlState(pageState);
  const show = useShowEvidence();
  const options = api.results.evidence.twoByTwo.queryOptions({
    input: twoByTwoInput(state),
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const answer = query.data;
  const open = (point: Point) => show({ row: point.key });
  return (
    <div aria-busy={query.isFetching}>
      <ResultsTabs />
      <FirstLine title="Two-by-two" sub={answer ? underText(answer) : undefined}>
        <Sentence answer={answer} failed={query.error !== null} />
      </FirstLine>
      <Bar state={state} set={set} range={answer?.range} />
      <Waiting query={query} queryKey={options.queryKey} what="what each delivers" />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {answer ? (
        <div className={query.isPlaceholderData ? classes.stale : undefined}>
          <PersonsNotice answer={answer} />
          {answer.points.length === 0 ? (
            <Nothing answer={answer} />
          ) : (
            <>
              <div className={classes.duo}>
                <section className={`panel ${classes.panelPicture}`} aria-label="Picture">
                  <TwoByTwoChart points={answer.points} onOpen={open} describedBy="two-by-two-how" />
                  <p className={classes.below} id="two-by-two-how">
                    A cross is the range that the data allows; hollow where it takes in the alternative. Grey
                    waits. The same stands in the table below.
                  </p>
                </section>
                <ToDo answer={answer} onOpen={open} />
              </div>
              <Table answer={answer} state={state} onOpen={open} />
            </>
          )}
          <ul className={classes.notes} aria-label="How this is worked out">
            {answer.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          <EvidenceContents answer={answer} />
        </div>
      ) : null}
    </div>
  );
}

function Sentence({ answer, failed }: { answer: Quadrants | undefined; failed: boolean }) {
  if (!answer) return failed ? 'It could not be read.' : <span className="mute">Counting…</span>;
  const hidden = answer.persons?.hidden.length ?? 0;
  if (answer.points.length === 0 && hidden > 0)
    return `${hidden} ${hidden === 1 ? 'marketer has' : 'marketers have'} the first look at where they stand.`;
  const said = sayings(answer.points);
  if (said.length === 0) return quietText(answer.points, answer.by);
  return said.map(({ points, text, after }, nth) => (
    <Fragment key={after}>
      {nth > 0 ? '; ' : ''}
      {points.map((point, place) => (
        <Fragment key={point.key}>
          {place === 0 ? '' : place === points.length - 1 && text === '' ? ' and ' : ', '}
          <Figure evidence={{ row: point.key }}>{point.label}</Figure>
        </Fragment>
      ))}
      {text}
      {after}
      {nth === said.length - 1 ? '.' : ''}
    </Fragment>
  ));
}

function Bar({
  state,
  set,
  range,
}: {
  state: PageState;
  set: SetState;
  range: Quadrants['range'] | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.bar}>
      <Segmented
        label="Told apart by"
        value={state.by}
        onChange={(by) => set({ by: by === 'campaign' ? undefined : by })}
        options={evidenceBy.map((value) => ({ value, label: byNames[value].label }))}
      />
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
        <Popover.Target>
          <button
            type="button"
            className={classes.link}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {range ? `${formatDate(range.from)} to ${formatDate(range.to)}` : 'Period'}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <ResultsPeriodForm
            period={state.period}
            range={range}
            onChange={(changes) => {
              set(changes);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function Table({
  answer,
  state,
  onOpen,
}: {
  answer: Quadrants;
  state: PageState;
  onOpen: (point: Point) => void;
}) {
  const numbers = new Map(answer.points.map(({ key }, nth) => [key, nth + 1]));
  const columns: Column<Point>[] = [
    {
      id: 'name',
      heading: byNames[answer.by].label,
      cell: (point) => (
        <>
          <span className="mute">{numbers.get(point.key)}</span> {point.label}
          {point.isMe ? ' (you)' : ''}
        </>
      ),
    },
    {
      id: 'leads',
      heading: 'Leads',
      width: 80,
      align: 'end',
      cell: (point) => formatCount(point.leads),
    },
    {
      id: 'delivers',
      heading: 'Delivers',
      width: 200,
      align: 'end',
      cell: ({ delivers }) =>
        delivers ? (
          <>
            {timesText(delivers.ratio)}{' '}
            <span className="mute">({rangeText(delivers.low, delivers.high)})</span>
          </>
        ) : (
          <span className="mute">–</span>
        ),
    },
    {
      id: 'shows',
      heading: 'Can show, of 100',
      width: 150,
      align: 'end',
      cell: ({ demonstrates }) => scoreText(demonstrates),
    },
    { id: 'place', heading: 'Place', width: 240, cell: (point) => placeText(point) },
  ];
  const search = new URLSearchParams(twoByTwoInput(state)).toString();
  return (
    <DataTable
      label="The two-by-two as a table"
      columns={columns}
      rows={answer.points}
      rowKey={(point) => point.key}
      onOpen={onOpen}
      exportHref={`/api/v1/results/two-by-two/export?${search}`}
      maxHeight="none"
    />
  );
}

function Nothing({ answer: { by, persons } }: { answer: Quadrants }) {
  if (persons !== null) {
    return (
      <EmptyState
        heading={
          persons.mayRank
            ? 'No marketer is shown yet.'
            : persons.me === null
              ? 'You are no teammate with campaigns.'
              : 'You own no campaign of this period.'
        }
      >
        {persons.mayRank
          ? 'Marketers have the first look at where they stand. Tell them; they are shown here once they have looked.'
          : 'Figures of colleagues are for those who answer for both teams.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState heading={`There are no ${byNames[by].many} in this period.`}>
      Widen the period, or import campaigns.
    </EmptyState>
  );
}
