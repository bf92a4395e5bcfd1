import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import type { Sla } from '../../measures/contract.ts';
import { HandoffTabs } from '../parts/handoff-tabs.tsx';
import { useHandoffsLive } from '../parts/live.ts';
import { CommitmentRow } from './commitment-row.tsx';
import { SlaEvidence } from './evidence.tsx';
import { Filters } from './filters.tsx';
import { FirstSentence, Under } from './first-sentence.tsx';
import { Load, Revenue } from './money-and-load.tsx';
import classes from './sla.module.css';
import { SplitTable } from './split-table.tsx';
import { StandOuts } from './stand-outs.tsx';
import { filterInput, type PageState, pageState, type SetState } from './state.ts';

/** What both sides promised and what they did, both at once. */
export function SlaPage() {
  const [state, set] = useUrlState(pageState);
  useHandoffsLive();
  const query = useQuery(
    api.handoff.measures.readSla.queryOptions({
      input: filterInput(state),
      placeholderData: keepPreviousData,
    }),
  );
  const dimensions = useQuery(api.handoff.measures.listSlaDimensions.queryOptions({ staleTime: 60_000 }));
  const sla = query.data;
  if (!sla) {
    return (
      <>
        <HandoffTabs />
        <FirstLine title="SLA">
          {query.error ? 'The agreement could not be read.' : <span className="mute">Counting…</span>}
        </FirstLine>
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  }
  const known = dimensions.data?.items ?? [];
  return (
    <div
      aria-busy={query.isPlaceholderData}
      className={query.isPlaceholderData ? classes.refreshing : undefined}
    >
      <HandoffTabs />
      <FirstLine title="SLA" sub={<Under sla={sla} />}>
        <FirstSentence sla={sla} />
      </FirstLine>
      <Filters state={state} set={set} sla={sla} dimensions={known} />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {sla.commitments.every(({ n }) => n === 0) ? (
        <Nothing sla={sla} set={set} />
      ) : (
        <Measures sla={sla} state={state} set={set} dimensions={known} />
      )}
      <SlaEvidence state={state} sla={sla} />
    </div>
  );
}

type MeasuresProps = {
  sla: Sla;
  state: PageState;
  set: SetState;
  dimensions: readonly { key: string; label: string }[];
};

function Measures({ sla, state, set, dimensions }: MeasuresProps) {
  return (
    <>
      <div className={classes.sides}>
        <Side sla={sla} side="marketing" heading="Marketing promised" />
        <Side sla={sla} side="sales" heading="Sales promised" />
      </div>
      <StandOuts sla={sla} state={state} set={set} />
      <SplitTable state={state} set={set} dimensions={dimensions} />
      <div className={classes.sides}>
        <Revenue sla={sla} />
        {sla.source === 'handoffs' ? <Load sla={sla} /> : null}
      </div>
    </>
  );
}

function Side({ sla, side, heading }: { sla: Sla; side: 'marketing' | 'sales'; heading: string }) {
  const isPromised = sla.agreement !== null && !sla.agreement.unsigned;
  const words = isPromised ? heading : heading.replace('promised', 'would promise');
  return (
    <section className={classes.side} data-side={side} aria-labelledby={`sla-side-${side}`}>
      <h2 id={`sla-side-${side}`} className={side}>
        {words}
      </h2>
      {sla.commitments
        .filter((one) => one.side === side)
        .map((one) => (
          <CommitmentRow key={one.key} commitment={one} isPromised={isPromised} step={sla.range.step} />
        ))}
    </section>
  );
}

function Nothing({ sla, set }: { sla: Sla; set: SetState }) {
  return (
    <EmptyState
      heading="Nothing was offered in this period with these filters."
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
      {sla.source === 'lifecycle'
        ? 'Figures begin with the first lead that is ready for sales.'
        : 'Widen the period or take a filter off.'}
    </EmptyState>
  );
}
