import { NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { phone } from '../../../web/parts/breakpoints.ts';
import { KeyHints } from '../../../web/parts/kbd.tsx';
import { formatCount } from '../../../web/parts/money.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useMay } from '../../../web/session.ts';
import classes from './gates.module.css';
import { Lane } from './lane.tsx';
import { MoveDialog } from './move-dialog.tsx';
import type { Funnel, PersonRow } from './rows.ts';
import { type Group, type PageState, type SetState, writePick } from './state.ts';
import { useMove } from './use-move.ts';
import { walkCards } from './walk-cards.ts';

export type Moving = { person: PersonRow; to: string | null };

type GatesProps = { funnel: Funnel; state: PageState; set: SetState; pick: Group | null };

/** Sales' lens: who waits where, since when, and what would open the next gate. */
export function GatesLens({ funnel, state, set, pick }: GatesProps) {
  const onPhone = useMediaQuery(phone) ?? false;
  const mayMove = useMay('lifecycle:move');
  const [moving, setMoving] = useState<Moving | null>(null);
  const [dragged, setDragged] = useState<PersonRow | null>(null);
  const board = useRef<HTMLDivElement>(null);
  const { move, onTheWay } = useMove(funnel.stages);
  const busiest = funnel.stages.find((stage) => stage.tightest) ?? funnel.stages[0];
  const lane = funnel.stages.find((stage) => stage.key === state.lane) ?? busiest;
  const stages = onPhone ? funnel.stages.filter((stage) => stage === lane) : funnel.stages;
  return (
    <section aria-label="The gates">
      <div className={classes.bar}>
        <Segmented
          label="Order of the lanes"
          value={state.sort}
          onChange={(sort) => set({ sort: sort === 'waiting' ? undefined : sort }, { replace: true })}
          options={[
            { value: 'waiting', label: 'Longest first' },
            { value: 'value', label: 'Most valuable first' },
          ]}
        />
        {mayMove ? (
          <KeyHints
            hints={[
              ['ArrowUp ArrowDown ArrowLeft ArrowRight', 'walk'],
              ['Enter', 'open'],
              ['m', 'move'],
            ]}
          />
        ) : null}
      </div>
      {onPhone && lane ? <LaneChoice funnel={funnel} lane={lane.key} set={set} /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys walk from card to card; each card is a link of its own. */}
      <div
        ref={board}
        className={classes.lanes}
        data-dragging={dragged !== null || undefined}
        onKeyDown={(event) => walkCards(event, board.current)}
      >
        {stages.map((stage) => (
          <Lane
            key={stage.key}
            stage={stage}
            isLast={stage === funnel.stages.at(-1)}
            state={state}
            within={pick ? writePick(pick) : null}
            onTheWay={onTheWay}
            mayMove={mayMove}
            dragged={dragged}
            onDrag={setDragged}
            onMove={(person, to) => setMoving({ person, to })}
          />
        ))}
      </div>
      <MoveDialog
        moving={moving}
        stages={funnel.stages}
        onClose={() => setMoving(null)}
        onMove={(order) => {
          setMoving(null);
          move(order);
        }}
      />
    </section>
  );
}

/** One lane at a time on a phone. */
function LaneChoice({ funnel, lane, set }: { funnel: Funnel; lane: string; set: SetState }) {
  return (
    <NativeSelect
      className={classes.laneChoice}
      aria-label="Lane"
      value={lane}
      onChange={(event) => set({ lane: event.currentTarget.value }, { replace: true })}
      data={funnel.stages.map((stage) => ({
        value: stage.key,
        label: `${stage.name}: ${formatCount(stage.waiting + stage.late)} here${stage.late > 0 ? `, ${formatCount(stage.late)} late` : ''}`,
      }))}
    />
  );
}
