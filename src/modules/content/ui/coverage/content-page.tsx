import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import type { Coverage } from './api-types.ts';
import { CellEvidence } from './cell-evidence.tsx';
import classes from './coverage.module.css';
import { CoverageMap, MapLegend } from './coverage-map.tsx';
import { CoverageSentence, CoverageSub } from './coverage-sentence.tsx';
import { CoverageTable } from './coverage-table.tsx';
import { Decisions } from './decisions.tsx';
import { PeriodFrame } from './period-frame.tsx';
import { PieceInQuestion } from './piece-in-question.tsx';
import { Requests } from './requests.tsx';
import { type PageState, pageState, type SetState } from './state.ts';

/** Who needs what, when, and what happens to it; and what both sides decide about it. */
export function ContentPage() {
  const [state, set] = useUrlState(pageState);
  const query = useQuery(
    api.content.coverage.read.queryOptions({
      input: { period: state.period },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <PeriodFrame
      title="Content"
      query={query}
      unread="The coverage could not be read."
      sentence={(coverage) => <CoverageSentence coverage={coverage} />}
      sub={(coverage) => <CoverageSub coverage={coverage} />}
      period={state.period}
      onPeriod={(period) => set({ period })}
    >
      {(coverage) => <Filled coverage={coverage} state={state} set={set} />}
    </PeriodFrame>
  );
}

type FilledProps = { coverage: Coverage; state: PageState; set: SetState };

function Filled({ coverage, state, set }: FilledProps) {
  if (coverage.pieces.inUse === 0 && coverage.cells.every(({ deals }) => deals === 0))
    return (
      <EmptyState
        heading="Nothing to read, and nobody waits for it."
        action={
          <Button component={Link} to="/content/library" color="marketing">
            Open the library
          </Button>
        }
      >
        Add pieces with their personas and buying stages, and the map shows who has what to read, and where
        money waits.
      </EmptyState>
    );
  return (
    <>
      <MapCard coverage={coverage} state={state} set={set} />
      <Together state={state} set={set} />
      <CellEvidence coverage={coverage} period={state.period} />
    </>
  );
}

function MapCard({ coverage, state, set }: FilledProps) {
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="coverage">
      <div className={classes.head}>
        <h2 id="coverage">
          <Term meaning="Each piece for buyers stands where its personas and buying stages say. Money waits where an open deal has such a person in its group and its buyer was last said to be in that stage.">
            Coverage
          </Term>
          : who needs what, when, and what happens to it
        </h2>
        <div className={classes.tools}>
          <Segmented
            label="Seen as"
            value={state.view}
            onChange={(view) => set({ view })}
            options={[
              { value: 'map', label: 'Map' },
              { value: 'table', label: 'Table' },
            ]}
          />
          <Button
            component="a"
            href={`/api/v1/content/coverage/export?period=${state.period}`}
            download
            variant="default"
            size="xs"
          >
            CSV
          </Button>
        </div>
      </div>
      {state.view === 'map' ? (
        <>
          <CoverageMap coverage={coverage} />
          <MapLegend />
        </>
      ) : (
        <CoverageTable coverage={coverage} />
      )}
      {coverage.leftOut.rows > 0 ? (
        <p className="mute">{coverage.leftOut.rows} more personas that few people carry are not shown.</p>
      ) : null}
    </section>
  );
}

function Together({ state, set }: Omit<FilledProps, 'coverage'>) {
  const query = useQuery(api.content.decisions.list.queryOptions());
  const suggestions = query.data;
  if (!suggestions)
    return query.error ? <ProblemNotice error={query.error} onRetry={() => void query.refetch()} /> : null;
  const ofPieces = suggestions.items.filter(({ asset }) => asset !== null);
  const first = ofPieces.find(({ page }) => page !== null) ?? ofPieces[0];
  const assetId = state.piece ?? first?.asset?.id;
  const page = ofPieces.find(({ asset }) => asset?.id === assetId)?.page ?? null;
  return (
    <div className={classes.duo}>
      <div>
        {assetId ? <PieceInQuestion assetId={assetId} stopPage={page} /> : null}
        <Requests />
      </div>
      <Decisions suggestions={suggestions} onPiece={(piece) => set({ piece }, { replace: true })} />
    </div>
  );
}
