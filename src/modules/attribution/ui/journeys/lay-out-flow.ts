import type { FlowLink, FlowNode } from './api-types.ts';

export type PlacedNode = FlowNode & { x: number; y: number; height: number };
export type PlacedLink = FlowLink & { path: string; thickness: number; kind: FlowNode['kind'] };
type PlacedFlow = { nodes: PlacedNode[]; links: PlacedLink[] };

export const nodeWidth = 10;
const gap = 14;
const leastHeight = 2;
/** Each goes over the columns this often, to and fro; more changes nothing that one sees. */
const rounds = 6;

type Column = { step: number; nodes: PlacedNode[] };

/**
 * Places a flow from left to right: a column for each step, the ends in the last. A node is as high as the journeys that
 * pass it; within a column nodes stand near what they come from and lead to, so that bands cross little.
 */
export function layOutFlow(
  flow: { nodes: readonly FlowNode[]; links: readonly FlowLink[]; steps: number },
  size: { width: number; height: number; labelWidth: number },
): PlacedFlow {
  const columns = columnsOf(flow);
  const fullest = Math.max(1, ...columns.map(({ nodes }) => nodes.length));
  const busiest = Math.max(
    1,
    ...columns.map(({ nodes }) => nodes.reduce((sum, one) => sum + one.journeys, 0)),
  );
  const scale = (size.height - gap * (fullest - 1)) / busiest;
  const last = Math.max(1, columns.length - 1);
  for (const [nth, column] of columns.entries())
    for (const node of column.nodes) {
      node.x = (nth / last) * (size.width - size.labelWidth - nodeWidth);
      node.height = Math.max(leastHeight, node.journeys * scale);
    }
  const byId = new Map(columns.flatMap(({ nodes }) => nodes.map((node) => [node.id, node])));
  for (const column of columns) stack(column, size.height);
  for (let round = 0; round < rounds; round += 1) {
    const isForth = round % 2 === 0;
    for (const column of isForth ? columns : columns.toReversed()) {
      const pull = pullOf(column, { links: flow.links, byId, isForth });
      column.nodes.sort((one, other) => (pull.get(one.id) ?? 0) - (pull.get(other.id) ?? 0));
      stack(column, size.height);
    }
  }
  return { nodes: [...byId.values()], links: bandsOf(flow.links, { byId, scale }) };
}

function columnsOf({ nodes, steps }: { nodes: readonly FlowNode[]; steps: number }): Column[] {
  return Array.from({ length: steps + 1 }, (_, step) => ({
    step,
    nodes: nodes
      .filter((node) => Math.min(node.step, steps) === step)
      .map((node) => ({ ...node, x: 0, y: 0, height: 0 })),
  })).filter((column) => column.nodes.length > 0);
}

/** One under the other, in the middle of the height. */
function stack({ nodes }: Column, height: number): void {
  const all = nodes.reduce((sum, node) => sum + node.height, 0) + gap * Math.max(0, nodes.length - 1);
  let y = Math.max(0, (height - all) / 2);
  for (const node of nodes) {
    node.y = y;
    y += node.height + gap;
  }
}

/** Where the neighbours of each node lie, weighted by the journeys between them. */
function pullOf(
  column: Column,
  given: { links: readonly FlowLink[]; byId: ReadonlyMap<string, PlacedNode>; isForth: boolean },
): Map<string, number> {
  const sums = new Map<string, { y: number; weight: number }>();
  for (const { from, to, journeys } of given.links) {
    const [own, other] = given.isForth ? [to, from] : [from, to];
    const neighbour = given.byId.get(other);
    if (!neighbour) continue;
    const sum = sums.get(own) ?? { y: 0, weight: 0 };
    sum.y += (neighbour.y + neighbour.height / 2) * journeys;
    sum.weight += journeys;
    sums.set(own, sum);
  }
  return new Map(
    column.nodes.map((node) => {
      const sum = sums.get(node.id);
      return [node.id, sum ? sum.y / sum.weight : node.y + node.height / 2];
    }),
  );
}

function bandsOf(
  links: readonly FlowLink[],
  { byId, scale }: { byId: ReadonlyMap<string, PlacedNode>; scale: number },
): PlacedLink[] {
  const known = links.flatMap((link) => {
    const from = byId.get(link.from);
    const to = byId.get(link.to);
    return from && to ? [{ link, from, to }] : [];
  });
  const outAt = new Map<string, number>();
  const inAt = new Map<string, number>();
  const starts = new Map<FlowLink, number>();
  for (const { link, from } of known.toSorted((one, other) => one.to.y - other.to.y)) {
    starts.set(link, from.y + (outAt.get(link.from) ?? 0));
    outAt.set(link.from, (outAt.get(link.from) ?? 0) + link.journeys * scale);
  }
  return known
    .toSorted((one, other) => one.from.y - other.from.y)
    .map(({ link, from, to }) => {
      const thickness = Math.max(1, link.journeys * scale);
      const y0 = (starts.get(link) ?? from.y) + thickness / 2;
      const y1 = to.y + (inAt.get(link.to) ?? 0) + thickness / 2;
      inAt.set(link.to, (inAt.get(link.to) ?? 0) + link.journeys * scale);
      const [x0, x1] = [from.x + nodeWidth, to.x];
      const middle = (x0 + x1) / 2;
      return {
        ...link,
        thickness,
        kind: from.kind,
        path: `M${x0},${y0} C${middle},${y0} ${middle},${y1} ${x1},${y1}`,
      };
    });
}
