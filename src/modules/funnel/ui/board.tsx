import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { BoardRow } from './board-row.tsx';
import { bandEdges, type Edge } from './edge.ts';
import classes from './funnel.module.css';
import { Legend } from './legend.tsx';
import type { Funnel } from './rows.ts';
import { StageTable } from './stage-table.tsx';
import { type Group, isSameGroup } from './state.ts';

type BoardProps = {
  funnel: Funnel;
  pick: Group | null;
  onPick: (group: Group | null) => void;
  /** `both`: squares at the right; `filter`: figures; `left`: the band alone, for a phone. */
  right: 'squares' | 'figures' | 'none';
};

const flat: Edge = { top: 0, bottom: 0, topSlope: 0, bottomSlope: 0 };

/** The picture of the product: the filter, the gates, and the very same people as squares. */
export function Board({ funnel, pick, onPick, right }: BoardProps) {
  const [pointed, setPointed] = useState<Group | null>(null);
  const { ref, width } = useElementSize();
  const edges = bandEdges(funnel.stages);
  const lit = pointed ?? pick;
  const toggle = (group: Group) => onPick(isSameGroup(pick, group) ? null : group);
  return (
    <section className={classes.board} aria-label="The funnel" data-right={right}>
      <div className={classes.heads}>
        <h2 className="marketing">
          MARKETING'S FILTER <span>· how many, how fast, worth what</span>
        </h2>
        <h2 className="shared">GATES BOTH OWN</h2>
        {right === 'squares' ? (
          <h2 className="sales" ref={ref}>
            SALES' GATES <span>· who is waiting, since when</span>
          </h2>
        ) : null}
        {right === 'figures' ? <FigureHeads /> : null}
      </div>
      <div className={classes.rows} onPointerLeave={() => setPointed(null)}>
        {funnel.stages.map((stage, index) => (
          <BoardRow
            key={stage.key}
            stage={stage}
            next={funnel.stages[index + 1]}
            edge={edges[index] ?? flat}
            depth={index}
            right={right}
            rightWidthPx={width}
            throughout={funnel.throughout}
            lit={lit}
            pick={pick}
            onPoint={setPointed}
            onPick={toggle}
          />
        ))}
      </div>
      <Legend hasSquares={right === 'squares'} />
      <StageTable funnel={funnel} />
    </section>
  );
}

function FigureHeads() {
  return (
    <div className={classes.figureHeads} aria-hidden="true">
      <span>pass</span>
      <span>before</span>
      <span>median</span>
      <span>9 in 10 within</span>
      <span>won</span>
      <span>a head</span>
    </div>
  );
}
