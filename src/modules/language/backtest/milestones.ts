import { AppError } from '../../../platform/errors.ts';
import type { LifecycleStage } from '../../people/index.ts';
import type { Outcome } from './contract.ts';

/**
 * Which lifecycle stages say that sales accepted, that there is a deal, that it was won: the stage and all later ones, for
 * who reached a later one has passed the earlier.
 */
export type Milestones = Readonly<Record<Outcome, readonly string[]>>;

/** By their usual keys; where a workspace calls them otherwise, by their place: the third, the last but one, the last. */
export function findMilestones(stages: readonly LifecycleStage[]): {
  milestones: Milestones;
  notes: string[];
} {
  const last = stages.at(-1);
  if (!last) throw new AppError('unprocessable', 'This workspace has no lifecycle stages to judge by.');
  const byKey = (key: string) => stages.find((stage) => stage.key === key);
  const won = byKey('customer') ?? last;
  const before = stages.filter((stage) => stage.position < won.position);
  const accepted = byKey('sal') ?? before[2] ?? null;
  const deal = before.at(-1);
  const opportunity = byKey('opportunity') ?? (deal && deal !== accepted ? deal : null);
  const notes = [
    noteOn('accepted by sales', accepted, 'sal'),
    noteOn('became an opportunity', opportunity, 'opportunity'),
    noteOn('won', won, 'customer'),
  ];
  return {
    milestones: {
      accepted: stagesFrom(stages, accepted?.key ?? null),
      opportunity: stagesFrom(stages, opportunity?.key ?? null),
      won: stagesFrom(stages, won.key),
    },
    notes: notes.filter((note) => note !== null),
  };
}

/** The stage and all after it; none where there is no such stage. */
export function stagesFrom(stages: readonly LifecycleStage[], key: string | null): string[] {
  const index = stages.findIndex((stage) => stage.key === key);
  return index < 0 ? [] : stages.slice(index).map((stage) => stage.key);
}

function noteOn(what: string, stage: LifecycleStage | null, usualKey: string): string | null {
  if (stage === null) return `No lifecycle stage says "${what}", so nobody counts for it.`;
  return stage.key === usualKey ? null : `"${what}" is read from the stage ${stage.name}.`;
}

export function requireOutcome(milestones: Milestones, outcome: Outcome): void {
  if (milestones[outcome].length > 0) return;
  throw new AppError(
    'unprocessable',
    `No lifecycle stage of this workspace says that a lead was ${outcome === 'accepted' ? 'accepted by sales' : 'made an opportunity'}. Judge by "won" instead.`,
    { fields: [{ path: 'outcome', message: 'has no stage' }] },
  );
}
