import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { usePathParam, useUrlState } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { RecordProblem, RecordWait } from '../../../people/ui/record-states.tsx';
import { piecePeriods } from '../../measures/piece/contract.ts';
import type { PieceDetail } from '../library/api-types.ts';
import { AssetMenu, type Doing } from '../library/asset-menu.tsx';
import { capital } from '../library/words.ts';
import { ReadsNow } from '../links/reading/reads-now.tsx';
import { ShareButton } from '../share/share-button.tsx';
import { PlaceAmong, StagesWhenRead, WhatFollowed } from './beside-others.tsx';
import { PieceEvidence } from './evidence.tsx';
import { PagesPicture } from './pages-picture.tsx';
import classes from './piece.module.css';
import { PieceSentence, PieceSub } from './sentence.tsx';
import { type Figures, type PageState, pageState, scopeOf } from './state.ts';
import { ToDecide } from './to-decide.tsx';
import { SharedBy, Versions } from './versions-and-shares.tsx';
import { periodLabels } from './words.ts';

const AssetDialogs = lazy(async () => ({
  default: (await import('../library/asset-dialogs.tsx')).AssetDialogs,
}));

/** One piece: who reads it, how far, where they stop, and what follows. */
export function PiecePage() {
  const assetId = usePathParam('assetId');
  const [state, set] = useUrlState(pageState);
  const scope = scopeOf(assetId, state);
  const piece = useQuery(api.content.library.get.queryOptions({ input: { assetId } }));
  const figures = useQuery({
    ...api.content.piece.read.queryOptions({ input: scope }),
    placeholderData: keepPreviousData,
  });
  const error = piece.error ?? figures.error;
  if (error && !(piece.data && figures.data)) {
    const retry = () => void Promise.all([piece.refetch(), figures.refetch()]);
    return <RecordProblem error={error} onRetry={retry} back="/content/library" />;
  }
  if (!piece.data || !figures.data) return <RecordWait title="A piece" />;
  return (
    <>
      <OnePiece
        key={assetId}
        piece={piece.data}
        figures={figures.data}
        state={state}
        set={set}
        stale={figures.isPlaceholderData}
      />
      <ProblemNotice error={figures.error} onRetry={() => void figures.refetch()} />
      <PieceEvidence scope={scope} />
    </>
  );
}

type OnePieceProps = {
  piece: PieceDetail;
  figures: Figures;
  state: PageState;
  set: (changes: { period?: PageState['period'] | undefined; version?: string | undefined }) => void;
  stale: boolean;
};

function OnePiece({ piece, figures, state, set, stale }: OnePieceProps) {
  const mayWrite = useMay('content:write');
  const [doing, setDoing] = useState<Doing | null>(null);
  const mayAdd = mayWrite && !piece.retired;
  const add = () => setDoing('version');
  const isRead = figures.totals.readers > 0;
  const isReady = piece.currentVersion?.state === 'ready' && !piece.retired;
  return (
    <div className={classes.page} data-stale={stale || undefined}>
      <FirstLine
        title={piece.title}
        sub={<PieceSub figures={figures} />}
        actions={
          <>
            {isReady ? <ShareButton of={{ assetIds: [piece.id] }} /> : null}
            <AssetMenu piece={piece} onDo={setDoing} />
          </>
        }
      >
        <PieceSentence figures={figures} />
      </FirstLine>
      <div className={classes.bar2}>
        <Head piece={piece} />
        <Segmented
          label="Period"
          value={state.period}
          onChange={(period) => set({ period: period === 'last365' ? undefined : period })}
          options={piecePeriods.map((value) => ({ value, label: periodLabels[value] }))}
        />
      </div>
      {state.version ? (
        <p className={classes.only}>
          Only version {figures.versions.find(({ id }) => id === state.version)?.number}.{' '}
          <Button size="compact-xs" variant="default" onClick={() => set({ version: undefined })}>
            All versions
          </Button>
        </p>
      ) : null}
      <ReadsNow isHere={({ asset }) => asset.id === piece.id} what={() => 'it'} />
      <ToDecide assetId={piece.id} />
      <PagesPicture figures={figures} key={figures.shown?.id} />
      <div className={classes.duo}>
        {isRead ? <PlaceAmong figures={figures} /> : null}
        {isRead ? <WhatFollowed figures={figures} /> : null}
        <SharedBy figures={figures} />
        <Versions
          figures={figures}
          chosen={state.version}
          onChoose={(version) => set({ version })}
          onAdd={mayAdd ? add : null}
        />
        {isRead ? <StagesWhenRead figures={figures} /> : null}
      </div>
      <Suspense>
        {doing ? <AssetDialogs assetId={piece.id} doing={doing} onClose={() => setDoing(null)} /> : null}
      </Suspense>
    </div>
  );
}

/** What it is, for whom, whose, until when it holds. */
function Head({ piece }: { piece: PieceDetail }) {
  const { type, audience, personas, buyingStages, owner, reviewOn, retired, useInstead, url, state } = piece;
  const forWhom = personas.length > 0 ? personas.join(', ') : audience === 'buyer' ? 'all buyers' : 'sellers';
  const path: string = `/content/assets/${useInstead?.id ?? ''}`;
  return (
    <div className={classes.facts}>
      {type ? <span>{capital(type)}</span> : null}
      <span>for {forWhom}</span>
      {buyingStages.length > 0 ? <span>{buyingStages.map(capital).join(', ')}</span> : null}
      {owner ? <span>kept by {owner.name}</span> : <span>nobody keeps it</span>}
      {retired ? (
        <span>
          retired
          {useInstead ? (
            <>
              ; use <Link to={path}>{useInstead.title}</Link>
            </>
          ) : null}
        </span>
      ) : reviewOn ? (
        <span>
          {state === 'stale' ? 'was to be reviewed' : 'to be reviewed'} <When at={reviewOn} style="date" />
        </span>
      ) : null}
      {url ? (
        <a href={url} target="_blank" rel="noreferrer noopener">
          where it lies
        </a>
      ) : null}
    </div>
  );
}
