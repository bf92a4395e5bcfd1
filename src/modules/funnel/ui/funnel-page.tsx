import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { phone } from '../../../web/parts/breakpoints.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { Figure, FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { useMay } from '../../../web/session.ts';
import { SampleCompany } from '../../workspace/ui/sample-company.tsx';
import type { FunnelDimension } from '../contract.ts';
import { Answer } from './answer.tsx';
import { Board } from './board.tsx';
import { ByTable } from './by-table.tsx';
import { FunnelEvidence } from './evidence.tsx';
import { Filters } from './filters.tsx';
import classes from './funnel.module.css';
import { GatesLens } from './gates-lens.tsx';
import type { Funnel } from './rows.ts';
import {
  filterInput,
  type Group,
  type Lens,
  type PageState,
  pageState,
  readPick,
  type SetState,
  writePick,
} from './state.ts';
import { Trend } from './trend.tsx';
import { countOf, groupWords, periodWords } from './words.ts';

/** One funnel through two lenses: the picture of the product. */
export function FunnelPage() {
  const [state, set] = useUrlState(pageState);
  const onPhone = useMediaQuery(phone) ?? false;
  const query = useQuery(
    api.funnel.getFunnel.queryOptions({ input: filterInput(state), placeholderData: keepPreviousData }),
  );
  const dimensions = useQuery(api.funnel.listDimensions.queryOptions({ staleTime: 60_000 }));
  const lens = onPhone && state.lens === 'both' ? 'filter' : state.lens;
  const show = (next: Lens) => set({ lens: next === 'both' ? undefined : next });
  useKeys('Funnel', [
    { keys: '1', label: "Marketing's lens: the filter", run: () => show('filter') },
    { keys: '2', label: 'Both at once', run: () => show('both') },
    { keys: '3', label: "Sales' lens: the gates", run: () => show('gates') },
    { keys: 'Escape', label: 'Let go of what is picked', run: () => set({ pick: undefined }) },
  ]);
  if (query.error && !query.data) {
    return <Unreadable error={query.error} onRetry={() => void query.refetch()} set={set} />;
  }
  if (!query.data) return <Loading />;
  const funnel = query.data;
  if (!funnel.hasPeople) return <NoPeople />;
  const filters = (
    <Filters
      state={state}
      set={set}
      range={funnel.range}
      recast={funnel.recast}
      dimensions={dimensions.data?.items ?? []}
      right={<LensSwitch lens={lens} onPhone={onPhone} onChange={show} />}
    />
  );
  return (
    <div
      aria-busy={query.isPlaceholderData}
      className={query.isPlaceholderData ? classes.refreshing : undefined}
    >
      <Answer funnel={funnel} />
      {filters}
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {funnel.stages[0]?.reached === 0 ? (
        <NobodyHere funnel={funnel} set={set} />
      ) : (
        <LensView
          funnel={funnel}
          state={state}
          set={set}
          lens={lens}
          onPhone={onPhone}
          dimensions={dimensions.data?.items ?? []}
        />
      )}
      <FunnelEvidence state={state} funnel={funnel} />
    </div>
  );
}

type LensSwitchProps = { lens: Lens; onPhone: boolean; onChange: (lens: Lens) => void };

function LensSwitch({ lens, onPhone, onChange }: LensSwitchProps) {
  const options = [
    { value: 'filter' as const, label: 'Filter', tone: 'marketing' as const },
    { value: 'both' as const, label: 'Both' },
    { value: 'gates' as const, label: 'Gates', tone: 'sales' as const },
  ];
  return (
    <Segmented
      label="Lens"
      value={lens}
      onChange={onChange}
      options={onPhone ? options.filter((option) => option.value !== 'both') : options}
    />
  );
}

type LensViewProps = {
  funnel: Funnel;
  state: PageState;
  set: SetState;
  lens: Lens;
  onPhone: boolean;
  dimensions: readonly FunnelDimension[];
};

function LensView({ funnel, state, set, lens, onPhone, dimensions }: LensViewProps) {
  const pick = readPick(state.pick);
  const onPick = (group: Group | null) =>
    set({ pick: group ? writePick(group) : undefined }, { replace: true });
  const picked = pick ? <Picked funnel={funnel} pick={pick} lens={lens} set={set} /> : null;
  if (lens === 'gates') {
    return (
      <>
        {picked}
        <GatesLens funnel={funnel} state={state} set={set} pick={pick} />
      </>
    );
  }
  const onlyFilter = onPhone ? 'none' : 'figures';
  return (
    <>
      {picked}
      <Board funnel={funnel} pick={pick} onPick={onPick} right={lens === 'both' ? 'squares' : onlyFilter} />
      <div className={lens === 'both' ? undefined : classes.below}>
        <ByTable
          state={state}
          set={set}
          funnel={funnel}
          dimensions={dimensions}
          rows={lens === 'both' ? 8 : 50}
        />
        {lens === 'filter' ? <Trend state={state} funnel={funnel} /> : null}
      </div>
    </>
  );
}

/** What was picked on either half, kept from lens to lens. */
function Picked({ funnel, pick, lens, set }: { funnel: Funnel; pick: Group; lens: Lens; set: SetState }) {
  const stage = funnel.stages.find((one) => one.key === pick.stage);
  if (!stage) return null;
  const isLast = stage === funnel.stages.at(-1);
  return (
    <p className={classes.picked} role="status">
      <span>
        Picked:{' '}
        <Figure evidence={{ of: 'people', stage: pick.stage, state: pick.state }}>
          {formatCount(countOf(stage, pick.state))}
        </Figure>{' '}
        {groupWords(stage, pick.state, isLast)}
      </span>
      {lens === 'gates' ? null : (
        <button type="button" onClick={() => set({ lens: 'gates' })}>
          See them at the gates
        </button>
      )}
      <button type="button" onClick={() => set({ pick: undefined }, { replace: true })}>
        Let go
      </button>
    </p>
  );
}

/** An address may name a field that is gone; there must be a way on from it. */
function Unreadable({ error, onRetry, set }: { error: unknown; onRetry: () => void; set: SetState }) {
  return (
    <>
      <FirstLine title="Funnel">The funnel could not be read.</FirstLine>
      <ProblemNotice error={error} onRetry={onRetry} />
      <p>
        <button
          type="button"
          className={classes.quietLink}
          onClick={() =>
            set({ filter: undefined, period: undefined, from: undefined, to: undefined, recast: undefined })
          }
        >
          Start over without filters
        </button>
      </p>
    </>
  );
}

function Loading() {
  return (
    <FirstLine title="Funnel">
      <span className="mute">Counting…</span>
    </FirstLine>
  );
}

function NobodyHere({ funnel, set }: { funnel: Funnel; set: SetState }) {
  return (
    <EmptyState
      heading={`Nobody ${funnel.range.mode === 'cohort' ? 'came in' : 'moved'} in ${periodWords(funnel.range)} with these filters.`}
      action={
        <>
          <button
            type="button"
            className={classes.quietLink}
            onClick={() => set({ period: 'all', from: undefined, to: undefined })}
          >
            Look at all time
          </button>
          <button type="button" className={classes.quietLink} onClick={() => set({ filter: undefined })}>
            Take off the filters
          </button>
        </>
      }
    >
      Widen the period or take a filter off.
    </EmptyState>
  );
}

function NoPeople() {
  const mayImport = useMay('import:run');
  const mayLoad = useMay('workspace:admin');
  return (
    <>
      <FirstLine title="Funnel">There is nobody in your funnel yet.</FirstLine>
      <EmptyState
        heading="Bring your people in"
        action={
          <>
            {mayImport ? (
              <Button component={Link} to="/imports/new" variant="default">
                Import files
              </Button>
            ) : null}
            {mayLoad ? <SampleCompany /> : null}
          </>
        }
      >
        Contacts and deals come from your own files; a sample company shows what they will look like. The
        funnel fills as stages are reached.
      </EmptyState>
    </>
  );
}
