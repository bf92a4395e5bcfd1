import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import type { Flow } from './api-types.ts';
import classes from './journeys.module.css';
import { layOutFlow, nodeWidth, type PlacedLink, type PlacedNode } from './lay-out-flow.ts';
import { plural, toneOf } from './words.ts';

const nodeRoomPx = 46;
const leastHeightPx = 240;
/** Above the highest node, and for the count below the name of the lowest. */
const labelRoomPx = 22;

/** What came first, second … and how it ended; a band is as broad as the journeys that took it. */
export function FlowPicture({ flow }: { flow: Flow }) {
  const { ref, width } = useElementSize();
  const [lit, setLit] = useState<string | null>(null);
  const show = useShowEvidence();
  const tallest = Math.max(
    ...Array.from({ length: flow.steps + 1 }, (_, step) => flow.nodes.filter((n) => n.step === step).length),
  );
  const height = Math.max(leastHeightPx, tallest * nodeRoomPx);
  const labelWidth = width < 520 ? 74 : 110;
  const placed = useMemo(
    () => layOutFlow(flow, { width: Math.max(width, 240), height, labelWidth }),
    [flow, width, height, labelWidth],
  );
  const room = (Math.max(width, 240) - labelWidth) / flow.steps - nodeWidth - 8;
  const nameOf = (id: string) => flow.nodes.find((node) => node.id === id)?.label ?? '';
  const open = (evidence: { node: string; nextNode?: string; title: string }) =>
    show({ show: 'deals', ...evidence, steps: flow.steps, by: flow.by });
  const isLit = (link: PlacedLink) => lit === null || link.from === lit || link.to === lit;
  return (
    <div ref={ref} className={classes.flow}>
      {width > 0 ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing.
        <svg
          width={width}
          height={height + labelRoomPx}
          role="group"
          aria-label="Journeys as a flow; the same stands in the table below"
        >
          <g transform="translate(0 4)">
            {placed.links.map((link) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the table below opens the same by keyboard.
              <path
                key={`${link.from} ${link.to}`}
                d={link.path}
                strokeWidth={link.thickness}
                className={classes.band}
                data-tone={toneOf(link.kind)}
                data-dim={!isLit(link) || undefined}
                onClick={() =>
                  open({
                    node: link.from,
                    nextNode: link.to,
                    title: `${plural(link.journeys, 'journey')} from ${nameOf(link.from)} to ${nameOf(link.to)}`,
                  })
                }
              >
                <title>
                  {`${nameOf(link.from)} → ${nameOf(link.to)}: ${plural(link.journeys, 'journey')}, ${formatCount(link.wins)} won, ${formatMoney({ amountMinor: link.minor, currency: flow.currency })}`}
                </title>
              </path>
            ))}
            {placed.nodes.map((node) => (
              <Node
                key={node.id}
                node={node}
                room={node.x + labelWidth >= width - 20 ? labelWidth - 16 : room}
                isDim={lit !== null && lit !== node.id}
                onLit={setLit}
                onOpen={() => {
                  const isEnd = node.id.startsWith('end:');
                  open({
                    node: node.id,
                    title: `${plural(node.journeys, 'journey')}: ${isEnd ? '' : `step ${node.step + 1}, `}${node.label}`,
                  });
                }}
              />
            ))}
          </g>
        </svg>
      ) : null}
    </div>
  );
}

const characterPx = 6.6;

type NodeProps = {
  node: PlacedNode;
  room: number;
  isDim: boolean;
  onLit: (id: string | null) => void;
  onOpen: () => void;
};

function Node({ node, room, isDim, onLit, onOpen }: NodeProps) {
  const most = Math.max(4, Math.floor(room / characterPx));
  const label = node.label.length > most ? `${node.label.slice(0, most - 1)}…` : node.label;
  const middle = node.y + node.height / 2;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a drawing.
    <g
      role="button"
      tabIndex={0}
      aria-label={`${node.label}: ${plural(node.journeys, 'journey')}. Open them`}
      className={classes.node}
      data-tone={toneOf(node.kind)}
      data-end={node.kind === 'won' ? 'won' : undefined}
      data-dim={isDim || undefined}
      onPointerEnter={() => onLit(node.id)}
      onPointerLeave={() => onLit(null)}
      onFocus={() => onLit(node.id)}
      onBlur={() => onLit(null)}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen();
      }}
    >
      <title>{`${node.label}: ${plural(node.journeys, 'journey')}`}</title>
      <rect x={node.x} y={node.y} width={nodeWidth} height={node.height} rx={2} />
      <text x={node.x + nodeWidth + 6} y={middle - 1} className={classes.nodeName}>
        {label}
      </text>
      <text x={node.x + nodeWidth + 6} y={middle + 12} className={classes.nodeCount}>
        {formatCount(node.journeys)}
      </text>
    </g>
  );
}
