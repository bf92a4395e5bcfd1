import type { FlowQuery } from './contract.ts';
import type { Flow, FlowLink, FlowNode } from './deals-contract.ts';
import { flowEnds, none, placesSql, rest, seeSteps } from './flow-links.ts';
import { ask, type JourneysContext, planJourneys, presentAsOf } from './plan.ts';
import { readSteps, type Steps } from './step-kinds.ts';

type LinkRow = { from: string; to: string; journeys: number; wins: number; minor: number };

const endWords = { won: 'Won', open: 'Still open', lost: 'Lost' } as const;

/** Where journeys go, step by step, and how they end. */
export async function readFlow(context: JourneysContext, input: FlowQuery): Promise<Flow> {
  const plan = await planJourneys(context, input);
  const { keys, journeys, goOn, withoutRate } = await seeSteps(plan, input);
  const places = placesSql(plan, { by: input.by, keys });
  const [links, steps] = await Promise.all([
    ask<LinkRow>(
      plan,
      `select places[nth] as from, places[nth + 1] as to, count() as journeys, countIf(status = 'won') as wins,
        sumIf(ifNull(minor, 0), status != 'lost') as minor
      from (${places}) array join arrayEnumerate(arrayPopBack(places)) as nth
      group by from, to order by journeys desc limit 2000`,
    ),
    readSteps(context, plan, input.by),
  ]);
  return {
    ...presentAsOf(plan, withoutRate),
    by: input.by,
    steps: input.steps,
    journeys,
    goOn,
    nodes: nodesOf(links, { steps, last: input.steps }),
    links,
  };
}

function nodesOf(links: readonly FlowLink[], { steps, last }: { steps: Steps; last: number }): FlowNode[] {
  const through = new Map<string, number>();
  for (const { from, journeys } of links) through.set(from, (through.get(from) ?? 0) + journeys);
  const ends = new Map<string, number>();
  for (const { to, journeys } of links)
    if (to.startsWith('end:')) ends.set(to, (ends.get(to) ?? 0) + journeys);
  const within = [...through].map(([id, journeys]): FlowNode => {
    const at = id.indexOf(':');
    const key = id.slice(at + 1);
    const base = { id, step: Number(id.slice(0, at)), key, journeys };
    if (key === rest) return { ...base, label: 'others', kind: 'rest' };
    if (key === none) return { ...base, label: 'no touchpoint known', kind: 'none' };
    return { ...base, label: steps.label(key), kind: steps.kind(key) };
  });
  const atEnd = flowEnds.flatMap((key): FlowNode[] => {
    const id = `end:${key}`;
    const journeys = ends.get(id);
    return journeys === undefined ? [] : [{ id, step: last, key, label: endWords[key], kind: key, journeys }];
  });
  return [
    ...within.toSorted((one, other) => one.step - other.step || other.journeys - one.journeys),
    ...atEnd,
  ];
}
