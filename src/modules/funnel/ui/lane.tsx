import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { Figure } from '../../../web/parts/first-line.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Card } from './card.tsx';
import classes from './gates.module.css';
import type { FunnelStage, PersonRow } from './rows.ts';
import { StageTerm } from './stage-term.tsx';
import { filterInput, type PageState } from './state.ts';
import type { MoveOrder } from './use-move.ts';

const cardsAPage = 25;

type LaneProps = {
  stage: FunnelStage;
  isLast: boolean;
  state: PageState;
  within: string | null;
  onTheWay: readonly MoveOrder[];
  mayMove: boolean;
  dragged: PersonRow | null;
  onDrag: (person: PersonRow | null) => void;
  onMove: (person: PersonRow, to: string | null) => void;
};

/** One stage and those who are open in it. Cards are dropped here, too. */
export function Lane(props: LaneProps) {
  const { stage, dragged, onDrag, onMove, mayMove } = props;
  const [isOver, setIsOver] = useState(false);
  const takes = mayMove && dragged !== null && dragged.stage !== stage.key;
  return (
    <section
      className={classes.lane}
      data-lane={stage.key}
      data-over={(isOver && takes) || undefined}
      aria-label={`${stage.name}: ${formatCount(stage.waiting + stage.late)} here`}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (takes) onMove(dragged, stage.key);
        onDrag(null);
      }}
    >
      <LaneHead {...props} />
      <LaneCards {...props} />
    </section>
  );
}

function LaneHead({ stage, within }: LaneProps) {
  const here = stage.waiting + stage.late;
  return (
    <header className={classes.laneHead}>
      <h2>
        <StageTerm stage={stage} />
      </h2>
      <p>
        {within ? (
          'of those picked'
        ) : (
          <>
            <Figure evidence={{ of: 'people', stage: stage.key, state: 'here' }}>{formatCount(here)}</Figure>{' '}
            here
            {stage.late > 0 ? (
              <>
                {', '}
                <Figure evidence={{ of: 'people', stage: stage.key, state: 'late' }} late>
                  {formatCount(stage.late)} late
                </Figure>
              </>
            ) : null}
          </>
        )}
      </p>
    </header>
  );
}

function LaneCards({ stage, isLast, state, within, onTheWay, mayMove, onDrag, onMove }: LaneProps) {
  const list = useInfiniteQuery(
    api.funnel.listFunnelPeople.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...filterInput(state),
        stage: stage.key,
        state: 'here' as const,
        sort: state.sort,
        limit: cardsAPage,
        cursor,
        ...(within ? { within } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const moving = new Set(onTheWay.map((order) => order.person.id));
  const arriving = onTheWay.filter((order) => order.stage === stage.key && order.outcome !== 'left');
  const people =
    list.data?.pages.flatMap((page) => page.items).filter((person) => !moving.has(person.id)) ?? [];
  return (
    <>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      <ul className={classes.cards}>
        {arriving.map(({ person }) => (
          <Card
            key={person.id}
            person={person}
            isArriving
            isLast={isLast}
            mayMove={false}
            onDrag={onDrag}
            onMove={onMove}
          />
        ))}
        {people.map((person) => (
          <Card
            key={person.id}
            person={person}
            isLast={isLast}
            mayMove={mayMove}
            onDrag={onDrag}
            onMove={onMove}
          />
        ))}
      </ul>
      {list.isPending ? <p className="mute">Reading…</p> : null}
      {list.isSuccess && people.length + arriving.length === 0 ? (
        <p className={classes.nobody}>{within ? 'None of those picked.' : 'Nobody waits here.'}</p>
      ) : null}
      {list.hasNextPage ? (
        <button
          type="button"
          className={classes.more}
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
        >
          {list.isFetchingNextPage ? 'Reading…' : 'Show more'}
        </button>
      ) : null}
    </>
  );
}
