import type { RuleGroup } from '../rules/rule.ts';

/** Whom a stage lets in and sends back, as both sides have signed it. */
export type StageGate = {
  stageKey: string;
  gate: RuleGroup | null;
  sendsBack: RuleGroup | null;
};

/** Where a lead is, and what put them there. */
export type Place = {
  stage: string | null;
  status: 'open' | 'left';
  /**
   * Set where they were sent back, moved by hand or have left: since when. From there a gate leads on only where they
   * did something after it, for a person's word is not to be taken back by a rule that has nothing new to say.
   */
  heldSinceMs: number | null;
  /** A person put them there. */
  byHand: boolean;
};

export type Move<Gate extends StageGate> = {
  gate: Gate;
  outcome: 'reached' | 'returned';
  /** Where the move leads. */
  stage: string;
};

/**
 * What the gates say is to become of a lead. They lead forward only, through every gate that holds; what sends back
 * leads one stage back, and nobody is let in whom the same stage would send back, so that no lead goes to and fro. Who
 * has left is let in again at the furthest stage whose gate holds.
 */
export function decideMoves<Gate extends StageGate>(options: {
  place: Place;
  /** Keys of all lifecycle stages, in order. */
  stages: readonly string[];
  gates: readonly Gate[];
  holds: (rule: RuleGroup) => boolean;
  /** Whether a rule held already when a person moved them. */
  heldThen: (rule: RuleGroup) => boolean;
  /** When they last did something. */
  lastActMs: number | null;
}): Move<Gate>[] {
  const { place, stages, holds } = options;
  const current = place.stage === null ? -1 : stages.indexOf(place.stage);
  const positioned = options.gates
    .map((gate) => ({ gate, position: stages.indexOf(gate.stageKey) }))
    .filter(({ position }) => position >= 0)
    .toSorted((left, right) => left.position - right.position);
  if (mayGoOn(place, options.lastActMs)) {
    const open = positioned.filter(({ gate }) => letsIn(gate, holds));
    const onward = open.filter(({ position }) => position > current);
    const last = open.at(-1);
    const taken = onward.length > 0 || place.status === 'open' ? onward : last ? [last] : [];
    if (taken.length > 0)
      return taken.map(({ gate }) => ({ gate, outcome: 'reached', stage: gate.stageKey }));
  }
  const here = positioned.find(({ position }) => position === current);
  const before = stages[current - 1];
  if (place.status !== 'open' || !here || before === undefined) return [];
  const { sendsBack } = here.gate;
  if (sendsBack === null || !holds(sendsBack)) return [];
  // Whoever moved them saw that, and moved them all the same.
  if (place.byHand && options.heldThen(sendsBack)) return [];
  return [{ gate: here.gate, outcome: 'returned', stage: before }];
}

function mayGoOn({ heldSinceMs }: Place, lastActMs: number | null): boolean {
  return heldSinceMs === null || (lastActMs !== null && lastActMs > heldSinceMs);
}

function letsIn({ gate, sendsBack }: StageGate, holds: (rule: RuleGroup) => boolean): boolean {
  return gate !== null && holds(gate) && (sendsBack === null || !holds(sendsBack));
}
