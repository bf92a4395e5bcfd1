import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { api } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import { AskedLine } from '../../../attribution/ui/reasons/asked-line.tsx';
import { openLogWith } from '../../../conversations/ui/log-store.ts';
import type { Handoff, HandoffRow } from '../parts/api-types.ts';
import { HandoffTabs } from '../parts/handoff-tabs.tsx';
import { useHandoffsLive } from '../parts/live.ts';
import { Detail } from './detail.tsx';
import { type Move, takesOver } from './possible-moves.ts';
import classes from './queue.module.css';
import { QueueFilters } from './queue-filters.tsx';
import { QueueHints } from './queue-hints.tsx';
import { QueueSentence } from './queue-sentence.tsx';
import { QueueSide } from './queue-side.tsx';
import { type Act, queryOf, queueState, whoseOf } from './queue-state.ts';
import { RequestsStrip } from './requests-strip.tsx';
import { useMoves } from './use-moves.ts';
import { useArrivals, useLate, useQueue } from './use-queue.ts';
import { useQueueKeys } from './use-queue-keys.ts';
import { useReader } from './use-reader.ts';

const ShareDialog = lazy(async () => ({
  default: (await import('../../../content/ui/share/share-dialog.tsx')).ShareDialog,
}));
const MoveDialog = lazy(async () => ({ default: (await import('./move-dialog.tsx')).MoveDialog }));

/** Where sellers live: what to do next in order of value and time left, and beside it all that is known. */
export function QueuePage() {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const [state, set] = useUrlState(queueState);
  const reader = useReader();
  const query = queryOf(state, reader.mayAnswer);
  const { list, rows, counts } = useQueue(query);
  const late = useLate();
  const live = useHandoffsLive();
  const fresh = useArrivals(rows, JSON.stringify(query));
  const listRef = useRef<HTMLUListElement>(null);
  const { shown, error } = useShown(state.id);
  const select = (id: string | undefined) => set({ id, act: undefined }, { replace: !small });
  useFirstSelected({ small: small ?? false, id: state.id, first: rows[0]?.id, select });
  const { moves, onMove, onClose } = useMoving({
    rows,
    shown,
    setAct: (act, leftFor) => set({ act, ...(leftFor ? { id: leftFor.next } : {}) }, { replace: true }),
    asksFirst: shown !== undefined && takesOver(shown, reader),
  });
  const work = useWork(shown, () => set({ act: 'share' }, { replace: true }));
  useQueueKeys({
    rows,
    selected: state.id ?? null,
    handoff: shown,
    reader,
    listRef,
    onSelect: select,
    onMove,
    ...work,
  });
  const alone = small && state.id !== undefined;
  return (
    <>
      {alone ? null : (
        <>
          <FirstLine title="Hand-offs" sub={<QueueHints reader={reader} />}>
            <QueueSentence counts={counts} late={late.data} takesLeads={reader.mayAnswer} />
          </FirstLine>
          <div className={classes.head}>
            <HandoffTabs />
            <QueueFilters
              state={state}
              onChange={(changes) => set(changes)}
              counts={counts}
              takesLeads={reader.mayAnswer}
              live={live}
            />
          </div>
          <AskedLine />
          <RequestsStrip />
        </>
      )}
      <div className={classes.split} data-empty={(list.data && rows.length === 0 && !state.id) || undefined}>
        {alone ? null : (
          <QueueSide
            list={list}
            rows={rows}
            counts={counts}
            state={state}
            whose={whoseOf(state, reader.mayAnswer)}
            fresh={fresh}
            onSelect={select}
            onChange={(changes) => set(changes)}
            listRef={listRef}
          />
        )}
        {state.id === undefined ? null : (
          <Detail
            handoff={shown}
            error={error}
            reader={reader}
            pending={moves.isPending}
            onMove={onMove}
            onBack={alone ? () => select(undefined) : undefined}
            onShare={work.onShare}
            onCall={work.onCall}
          />
        )}
      </div>
      <Suspense>
        {state.act && state.act !== 'share' ? (
          <MoveDialog act={state.act} handoff={shown} moves={moves} onClose={onClose} />
        ) : null}
        {state.act === 'share' && shown ? (
          <ShareDialog contactId={shown.contact.id} handoffId={shown.id} opened onClose={onClose} />
        ) : null}
      </Suspense>
    </>
  );
}

/** The one that is open, whatever list it is in. */
function useShown(id: string | undefined): { shown: Handoff | undefined; error: unknown } {
  const handoff = useQuery(
    api.handoff.handoffs.get.queryOptions({ input: { id: id ?? '' }, enabled: id !== undefined }),
  );
  return id !== undefined && handoff.data?.id === id
    ? { shown: handoff.data, error: null }
    : { shown: undefined, error: handoff.error };
}

type FirstSelectedOptions = {
  small: boolean;
  id: string | undefined;
  first: string | undefined;
  select: (id: string) => void;
};

/** Beside the list one is always open, and stays so when another arrives above it. */
function useFirstSelected({ small, id, first, select }: FirstSelectedOptions): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: selecting does the same in every rendering.
  useEffect(() => {
    if (!small && id === undefined && first !== undefined) select(first);
  }, [small, id, first]);
}

type MovingOptions = {
  rows: readonly HandoffRow[];
  shown: Handoff | undefined;
  /** `leftFor`: the one shown has left the queue, and this one is next, if any. */
  setAct: (act: Act | undefined, leftFor?: { next: string | undefined }) => void;
  asksFirst: boolean;
};

/** Makes a move at once, or opens its dialog; once a hand-off leaves the queue, the one below it is next. */
function useMoving({ rows, shown, setAct, asksFirst }: MovingOptions) {
  const left = useRef<{ next: string | undefined } | undefined>(undefined);
  const moves = useMoves({
    onMoved: ({ id, state }) => {
      if (state === 'offered' || state === 'accepted') return;
      const at = rows.findIndex((row) => row.id === id);
      left.current = { next: rows[at + 1]?.id ?? rows[at - 1]?.id };
    },
  });
  const onMove = (move: Move) => {
    if (!shown || moves.isPending) return;
    moves.reset();
    if (move === 'accept') {
      if (asksFirst) setAct('take_over');
      else moves.accept(shown);
    } else if (move === 'claim') moves.claim(shown);
    else if (move === 'resume') moves.resume(shown);
    else setAct(move);
  };
  const onClose = () => {
    moves.reset();
    setAct(undefined, left.current);
    left.current = undefined;
  };
  return { moves, onMove, onClose };
}

/** What is done with a lead rather than with the offer. */
function useWork(shown: Handoff | undefined, share: () => void) {
  const navigate = useNavigate();
  const mayLog = useMay('interactions:write');
  const mayShare = useMay('content:share');
  const contactId = shown?.contact.id;
  return {
    onOpen: () => {
      if (contactId) void navigate({ to: '/people/contacts/$id', params: { id: contactId } });
    },
    onCall: mayLog && contactId ? () => openLogWith(contactId) : undefined,
    onShare: mayShare && contactId ? share : undefined,
  };
}
