import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useNow } from '../../../../web/parts/when.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { useMay } from '../../../../web/session.ts';
import { HandoffTabs } from '../parts/handoff-tabs.tsx';
import { useHandoffsLive } from '../parts/live.ts';
import type { Analysis, Comparison, Returned } from './api-types.ts';
import { ChosenFilters } from './chosen-filters.tsx';
import { GroupsPanel } from './groups-panel.tsx';
import { OfferAgainDialog } from './offer-again-dialog.tsx';
import { ReasonsPicture } from './reasons-picture.tsx';
import { ReturnedItem } from './returned-item.tsx';
import { RulesPanel } from './rules-panel.tsx';
import classes from './tray.module.css';
import { TraySentence, TraySub } from './tray-sentence.tsx';
import { daysBetween, firstDay, lengths, type SetTray, type TrayState, trayState } from './tray-state.ts';

/** Whatever happens, the rules behind hundreds of leads change slowly. */
const rulesStaleMs = 60_000;

/** Marketing's tray: what sales sent back, why, and what to do about each and about all of them. */
export function ReturnedPage() {
  const [state, set] = useUrlState(trayState);
  useHandoffsLive();
  const now = useNow();
  const from = state.days === undefined ? undefined : firstDay(state.days, now);
  const analysis = useQuery(
    api.handoff.tray.analyseReturned.queryOptions({
      input: from === undefined ? {} : { from },
      placeholderData: keepPreviousData,
    }),
  );
  const comparison = useQuery(
    api.handoff.tray.compareReturnedRules.queryOptions({
      input: from === undefined ? {} : { from },
      placeholderData: keepPreviousData,
      staleTime: rulesStaleMs,
    }),
  );
  const { data } = analysis;
  const shownDays = data ? daysBetween(data.from, data.to) : undefined;
  const list = useReturned(state, from ?? data?.from);
  return (
    <>
      <FirstLine title="Came back" sub={<TraySub analysis={data} />}>
        <TraySentence analysis={data} days={state.days} />
      </FirstLine>
      <div className={classes.bar}>
        <HandoffTabs counts={{ '/handoffs/returned': data?.waiting ?? null }} />
        <Segmented
          label="Over which time"
          value={String(state.days ?? shownDays ?? 28)}
          onChange={(value) => set({ days: Number(value) })}
          options={lengths.map(([value, label]) => ({ value, label }))}
        />
      </div>
      <ProblemNotice error={analysis.error} onRetry={() => void analysis.refetch()} />
      {data ? (
        <ReasonsPicture
          analysis={data}
          reason={state.reason}
          set={set}
          wanted={list.items.flatMap(({ wouldAcceptIf }) => wouldAcceptIf ?? [])}
          gateKey={list.items.find(({ gate }) => gate !== null)?.gate?.key ?? gateOf(comparison.data)}
        />
      ) : null}
      <div className={classes.split}>
        <TrayList list={list} state={state} set={set} analysis={data} />
        {data ? (
          <aside className={classes.side}>
            <RulesPanel analysis={data} comparison={comparison.data} />
            <GroupsPanel analysis={data} campaign={state.campaign} persona={state.persona} set={set} />
          </aside>
        ) : null}
      </div>
    </>
  );
}

const gateOf = (comparison: Comparison | undefined): string | null =>
  comparison?.rules.find(({ kind }) => kind === 'gate')?.definitionKey ?? null;

const followUpOf = { due: 'due', later: 'later', offered_again: 'offered_again', closed: 'closed' } as const;

/** The list as its filters say; whoever looks at everything looks at the time the figures speak of. */
function useReturned(state: TrayState, from: string | undefined) {
  const { show, reason, campaign, persona } = state;
  const query = useInfiniteQuery(
    api.handoff.tray.listReturned.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        ...(show === 'all' ? (from === undefined ? {} : { from }) : { followUp: followUpOf[show] }),
        ...(reason === undefined ? {} : { reasonKey: reason }),
        ...(campaign === undefined ? {} : { campaignId: campaign }),
        ...(persona === undefined ? {} : { persona }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

type ListProps = {
  list: ReturnType<typeof useReturned>;
  state: TrayState;
  set: SetTray;
  analysis: Analysis | undefined;
};

function TrayList({ list, state, set, analysis }: ListProps) {
  const { query, items } = list;
  const mayOffer = useMay('handoffs:offer');
  const [active, setActive] = useState(0);
  const [offering, setOffering] = useState<Returned | null>(null);
  const rest = useRest();
  const at = Math.min(active, Math.max(0, items.length - 1));
  const row = items[at];
  const go = (to: number) => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    setActive(next);
    const id = items[next]?.id;
    if (id) document.getElementById(`returned-${id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const open = row?.followUp === 'open' && mayOffer ? row : null;
  useKeys(
    'Came back',
    [
      { keys: 'j', label: 'Next', run: () => go(at + 1) },
      { keys: 'k', label: 'Previous', run: () => go(at - 1) },
      { keys: 'o', label: 'Mend and offer again', run: () => open && setOffering(open) },
      { keys: 'x', label: 'Let it rest', run: () => open && void rest(open) },
    ],
    offering === null,
  );
  return (
    <section aria-label="What came back" className={classes.list}>
      <div className={classes.listHead}>
        <Segmented
          label="Which"
          value={state.show}
          onChange={(value) => set({ show: value === 'due' ? undefined : value })}
          options={[
            { value: 'due', label: `For you${countOf(analysis?.waiting)}`, tone: 'marketing' },
            { value: 'later', label: `Later${countOf(analysis?.resting)}` },
            { value: 'offered_again', label: 'Offered again' },
            { value: 'closed', label: 'At rest' },
            { value: 'all', label: 'All' },
          ]}
        />
        <ChosenFilters state={state} set={set} analysis={analysis} items={items} />
      </div>
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.data && items.length === 0 ? <Nothing state={state} set={set} /> : null}
      <ul className={classes.items} aria-busy={query.isPlaceholderData || undefined}>
        {items.map((item, index) => (
          <ReturnedItem
            key={item.id}
            row={item}
            active={index === at}
            mayOffer={mayOffer}
            onReach={() => setActive(index)}
            onOffer={() => setOffering(item)}
            onRest={() => void rest(item)}
          />
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      {offering ? <OfferAgainDialog row={offering} onClose={() => setOffering(null)} /> : null}
    </section>
  );
}

const countOf = (count: number | undefined): string => (count ? ` ${formatCount(count)}` : '');

/** Lays a lead to rest for good, with a reason. */
function useRest(): (row: Returned) => Promise<void> {
  const ask = useConfirm();
  const queryClient = useQueryClient();
  const close = useMutation({
    networkMode: 'always',
    mutationFn: ({ row, reason }: { row: Returned; reason: string }) =>
      client.handoff.handoffs.followUp({ id: row.id, revision: row.revision, what: 'close', reason }),
    onSuccess: (_, { row }) => notifications.show({ message: `${row.contact.name} is at rest.` }),
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.handoff.key() }),
  });
  return async (row) => {
    const answer = await ask({
      title: `Let ${row.contact.name} rest`,
      body: 'Nobody has to do anything about this hand-off any more. A new interest of theirs may bring them to the gate again.',
      action: 'Let it rest',
      reason: 'required',
    });
    if (answer) close.mutate({ row, reason: answer.reason });
  };
}

function Nothing({ state, set }: { state: TrayState; set: SetTray }) {
  const filtered = state.reason !== undefined || state.campaign !== undefined || state.persona !== undefined;
  if (filtered) {
    return (
      <EmptyState
        heading="None of these"
        action={
          <Button
            variant="default"
            onClick={() => set({ reason: undefined, campaign: undefined, persona: undefined })}
          >
            Show all reasons
          </Button>
        }
      >
        Nothing here came back for what you chose.
      </EmptyState>
    );
  }
  if (state.show === 'due') {
    return (
      <EmptyState heading="Nothing waits for you">
        When sales rejects a lead, gives one back or lets an offer run out, it comes here with its reason,
        until it is offered again or laid to rest.
      </EmptyState>
    );
  }
  return <EmptyState heading="None yet">What came back is kept here with what became of it.</EmptyState>;
}
