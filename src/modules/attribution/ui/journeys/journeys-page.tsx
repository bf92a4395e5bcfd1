import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { staleClass, Waiting } from '../parts/waiting.tsx';
import type { Waterfall } from './api-types.ts';
import { JourneysEvidence } from './evidence.tsx';
import { Filters } from './filters.tsx';
import classes from './journeys.module.css';
import { LiftView } from './lift-view.tsx';
import { PathsView } from './paths-view.tsx';
import { LiftSentence, PathsSentence, StallsSentence, WaterfallSentence } from './sentences.tsx';
import { StallsView } from './stalls-view.tsx';
import { dealsInput, filterInput, type PageState, pageState, type SetState, type views } from './state.ts';
import { WaterfallView } from './waterfall-view.tsx';
import { plural } from './words.ts';

const stepsOnPhone = 2;
const shownWays = 12;
const seldomChangesMs = 60_000;

const viewOptions: { value: (typeof views)[number]; label: string }[] = [
  { value: 'waterfall', label: 'Waterfall' },
  { value: 'paths', label: 'Ways' },
  { value: 'stalls', label: 'Stalls' },
  { value: 'before', label: 'Before a win' },
];

type Dimensions = readonly { key: string; label: string }[];
type ViewProps = { state: PageState; set: SetState; dimensions: Dimensions };

/** What buyers met on their way from click to contract, and where they stand still. */
export function JourneysPage() {
  const [state, set] = useUrlState(pageState);
  const known = useQuery(api.funnel.listDimensions.queryOptions({ staleTime: seldomChangesMs }));
  const dimensions = known.data?.items ?? [];
  const view = { state, set, dimensions };
  return (
    <>
      <ResultsTabs />
      {state.view === 'waterfall' ? <WaterfallPart {...view} /> : null}
      {state.view === 'paths' ? <PathsPart {...view} /> : null}
      {state.view === 'stalls' ? <StallsPart {...view} /> : null}
      {state.view === 'before' ? <LiftPart {...view} /> : null}
    </>
  );
}

type Answer = {
  madeAt: string;
  isBehind: boolean;
  range: { from: string | null; to: string | null };
};

type FrameProps<Data extends Answer> = ViewProps & {
  query: UseQueryResult<Data>;
  queryKey: readonly unknown[];
  sentence: (answer: Data) => ReactNode;
  sub: ReactNode;
  isEmpty: (answer: Data) => boolean;
  /** Names the steps of a list that is opened. */
  waterfall?: Waterfall | undefined;
  children: (answer: Data) => ReactNode;
};

/** What is the same in all views: the sentence, the view, whose journeys, the list behind a number. */
function Frame<Data extends Answer>(props: FrameProps<Data>) {
  const { state, set, dimensions, query, queryKey, sentence, sub, isEmpty, waterfall, children } = props;
  const answer = query.data;
  return (
    <>
      <div aria-busy={query.isFetching}>
        <FirstLine title="Journeys" sub={answer ? <Sub answer={answer}>{sub}</Sub> : undefined}>
          {answer ? (
            sentence(answer)
          ) : query.error ? (
            'The journeys could not be read.'
          ) : (
            <span className="mute">Counting…</span>
          )}
        </FirstLine>
        <div className={classes.viewPicker}>
          <Segmented
            label="View"
            value={state.view}
            options={viewOptions}
            onChange={(view) => set({ view: view === 'waterfall' ? undefined : view })}
          />
        </div>
        <Filters state={state} set={set} range={answer?.range} dimensions={dimensions} />
        <Waiting query={query} queryKey={queryKey} what="journeys" />
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        {answer && isEmpty(answer) ? (
          <Nothing set={set} />
        ) : (
          <div className={staleClass(query)}>{answer ? children(answer) : null}</div>
        )}
      </div>
      <JourneysEvidence state={state} waterfall={waterfall} />
    </>
  );
}

function Nothing({ set }: { set: SetState }) {
  return (
    <EmptyState
      heading="No journeys in this period with these filters."
      action={
        <button
          type="button"
          className={classes.quiet}
          onClick={() => set({ period: 'all', from: undefined, to: undefined, filter: undefined })}
        >
          Look at all time
        </button>
      }
    >
      Journeys are made of tracked visits, logged talks and deals. Widen the period or take filters away.
    </EmptyState>
  );
}

function Sub({ answer, children }: { answer: Answer; children: ReactNode }) {
  return (
    <>
      {children} As of <When at={answer.madeAt} />
      {answer.isBehind ? '; newer facts are being worked in' : ''}.
    </>
  );
}

const cameWords = {
  touch: 'Everybody whose first touchpoint lies in the period, and how far they have got to this day.',
  known: 'Everybody who became known in the period, and how far they have got to this day.',
} as const;

function WaterfallPart(view: ViewProps) {
  const { state } = view;
  const options = api.results.journeys.waterfall.queryOptions({
    input: { ...filterInput(state), basis: state.basis, by: state.split },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  return (
    <Frame
      {...view}
      query={query}
      queryKey={options.queryKey}
      sentence={(waterfall) => <WaterfallSentence waterfall={waterfall} />}
      sub={cameWords[state.basis]}
      isEmpty={({ steps: [first] }) => first !== undefined && first.people + first.visitors === 0}
      waterfall={query.data}
    >
      {(waterfall) => <WaterfallView waterfall={waterfall} {...view} />}
    </Frame>
  );
}

function PathsPart(view: ViewProps) {
  const { state, set } = view;
  const onPhone = useMediaQuery(phone);
  const asked = { ...dealsInput(state), by: state.by };
  const options = api.results.journeys.paths.queryOptions({
    input: { ...asked, steps: state.steps, limit: shownWays },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const flow = useQuery(
    api.results.journeys.flow.queryOptions({
      input: { ...asked, steps: onPhone ? Math.min(stepsOnPhone, state.steps) : state.steps },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Frame
      {...view}
      query={query}
      queryKey={options.queryKey}
      sentence={(paths) => <PathsSentence paths={paths} />}
      sub="Deals that closed in the period, and those open at its end, with all that led to them."
      isEmpty={({ journeys }) => journeys === 0}
    >
      {(paths) => (
        <>
          <ProblemNotice error={flow.error} onRetry={() => void flow.refetch()} />
          <PathsView paths={paths} flow={flow.data} state={state} set={set} />
        </>
      )}
    </Frame>
  );
}

const stallsWords = {
  deals: 'Deals open at the end of the period; those that went on are of all time.',
  leads: 'Leads who have neither left nor gone on; those that went on are of all time.',
} as const;

function StallsPart(view: ViewProps) {
  const { state, set } = view;
  const options = api.results.journeys.stalls.queryOptions({
    input: { ...dealsInput(state), of: state.of, by: state.lastBy },
    placeholderData: keepPreviousData,
  });
  return (
    <Frame
      {...view}
      query={useQuery(options)}
      queryKey={options.queryKey}
      sentence={(stalls) => <StallsSentence stalls={stalls} />}
      sub={stallsWords[state.of]}
      isEmpty={({ waiting }) => waiting === 0}
    >
      {(stalls) => <StallsView stalls={stalls} state={state} set={set} />}
    </Frame>
  );
}

function LiftPart(view: ViewProps) {
  const { state, set } = view;
  const options = api.results.journeys.beforeAWin.queryOptions({
    input: { ...dealsInput(state), of: state.met, landmarkDays: state.within },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  return (
    <Frame
      {...view}
      query={query}
      queryKey={options.queryKey}
      sentence={(lift) => <LiftSentence lift={lift} />}
      sub={`Deals won or lost in the period. What comes before a win need not cause it, and of ${plural(query.data?.comparisons ?? 0, 'comparison')} about one in twenty stands out by chance.`}
      isEmpty={({ rows, stages }) => rows.length === 0 && stages.every(({ deals }) => deals === 0)}
    >
      {(lift) => <LiftView lift={lift} state={state} set={set} />}
    </Frame>
  );
}
