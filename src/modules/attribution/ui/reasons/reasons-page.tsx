import { Button, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import { modelsOfOneDeal } from '../../reasons/contract.ts';
import { modelWords } from '../credit/model-words.ts';
import { rangeWords } from '../credit/words.ts';
import { ResultsPeriodForm } from '../parts/results-period-form.tsx';
import { ResultsTabs } from '../parts/results-tabs.tsx';
import { staleClass, Waiting } from '../parts/waiting.tsx';
import { AskedStrip } from './asked-strip.tsx';
import { ChoicesEditor } from './choices-editor.tsx';
import { BesideDataView, DataSub, dataSentence } from './data-view.tsx';
import { ReasonsEvidence } from './evidence.tsx';
import { SaidSub, SaidView, saidSentence } from './said-view.tsx';
import { type PageState, pageState, periodInput, type SetState } from './state.ts';
import { useAsked } from './use-asked.ts';
import { WhyDialog } from './why-dialog.tsx';

const seldomChangesMs = 60_000;

/** Why deals are won and lost: as those who sold them say it, and beside it what the data says. */
export function ReasonsPage() {
  const [state, set] = useUrlState(pageState);
  const asked = useAsked();
  const waiting = asked.data?.waiting ?? 0;
  // There when the question is opened.
  useQuery(api.results.reasons.choices.queryOptions({ staleTime: seldomChangesMs }));
  const next = asked.data?.items.find(({ id }) => id !== state.say);
  return (
    <div>
      <ResultsTabs counts={{ '/results/reasons': waiting > 0 ? waiting : null }} />
      {state.view === 'said' ? <Said state={state} set={set} /> : <BesideData state={state} set={set} />}
      <ReasonsEvidence state={state} onSay={(say) => set({ say })} />
      <WhyDialog
        opportunityId={state.say}
        known={asked.data?.items.find(({ id }) => id === state.say)}
        onClose={() => set({ say: undefined })}
        onNext={next ? () => set({ say: next.id }, { replace: true }) : undefined}
      />
      <ChoicesEditor opened={state.edit === 'choices'} onClose={() => set({ edit: undefined })} />
    </div>
  );
}

type PartProps = { state: PageState; set: SetState };

function Said({ state, set }: PartProps) {
  const options = api.results.reasons.summary.queryOptions({
    input: { ...periodInput(state), by: state.by },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const summary = query.data;
  return (
    <div aria-busy={query.isFetching}>
      <FirstLine title="Reasons" sub={summary ? <SaidSub summary={summary} /> : undefined}>
        {summary
          ? saidSentence(summary, state.outcome)
          : query.error
            ? 'The reasons could not be read.'
            : '…'}
      </FirstLine>
      <AskedStrip onSay={(say) => set({ say })} />
      <Bar state={state} set={set} range={summary?.range} />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {summary ? (
        <div className={staleClass(query)}>
          <SaidView summary={summary} state={state} set={set} />
        </div>
      ) : null}
    </div>
  );
}

function BesideData({ state, set }: PartProps) {
  const model = modelsOfOneDeal.find((name) => name === state.model) ?? 'full-path';
  const options = api.results.reasons.againstData.queryOptions({
    input: { ...periodInput(state), model, outcome: state.outcome },
    placeholderData: keepPreviousData,
  });
  const query = useQuery(options);
  const against = query.data;
  return (
    <div aria-busy={query.isFetching}>
      <FirstLine title="Reasons" sub={against ? <DataSub against={against} /> : undefined}>
        {against ? dataSentence(against, state.outcome) : query.error ? 'The data could not be asked.' : '…'}
      </FirstLine>
      <AskedStrip onSay={(say) => set({ say })} />
      <Bar state={state} set={set} range={against?.range} />
      <Waiting query={query} queryKey={options.queryKey} what="journeys" />
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {against ? (
        <div className={staleClass(query)}>
          <BesideDataView against={against} outcome={state.outcome} />
        </div>
      ) : null}
    </div>
  );
}

const views = [
  { value: 'said', label: 'What was said' },
  { value: 'data', label: 'Beside the data' },
] as const;

function Bar({ state, set, range }: PartProps & { range: { from: string; to: string } | undefined }) {
  const mayWrite = useMay('results:write');
  return (
    <FilterChips
      right={
        mayWrite ? (
          <Button variant="subtle" size="compact-sm" onClick={() => set({ edit: 'choices' })}>
            Edit the reasons
          </Button>
        ) : null
      }
    >
      <Segmented label="View" value={state.view} onChange={(view) => set({ view })} options={views} />
      <Segmented
        label="Outcome"
        value={state.outcome}
        onChange={(outcome) => set({ outcome, reason: undefined })}
        options={[
          { value: 'lost', label: 'Lost' },
          { value: 'won', label: 'Won' },
        ]}
      />
      <FilterChip
        label="Closed"
        value={state.period === 'all' ? 'at any time' : range ? rangeWords(range) : '…'}
      >
        {(close) => (
          <ResultsPeriodForm
            period={state.period}
            range={range}
            onChange={({ period, from, to }) => {
              set({ period, from, to });
              close();
            }}
          />
        )}
      </FilterChip>
      {state.view === 'data' ? (
        <FilterChip
          label="Credit by"
          value={modelNames.find(({ value }) => value === state.model)?.label ?? '…'}
        >
          {(close) => (
            <Select
              label="Model"
              data={modelNames}
              value={state.model}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(model) => {
                set({ model: model ?? undefined });
                close();
              }}
            />
          )}
        </FilterChip>
      ) : null}
    </FilterChips>
  );
}

const modelNames = modelsOfOneDeal.map((value) => ({ value, label: modelWords[value].name }));
