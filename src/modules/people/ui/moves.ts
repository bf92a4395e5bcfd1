import type { ContactDetail, Stage } from './api-types.ts';

type Outcome = 'reached' | 'returned' | 'left';
type Move = { id: string; outcome: Outcome; stage: string; label: string; gate: string | null };

/** Where a contact can be moved by hand from where they stand. */
export function movesFrom(
  contact: Pick<ContactDetail, 'lifecycleStage' | 'lifecycleStatus'>,
  stages: readonly Stage[],
): Move[] {
  const now = stages.find((stage) => stage.key === contact.lifecycleStage);
  const move = (stage: Stage, outcome: Outcome, label: string): Move => ({
    id: `${outcome} ${stage.key}`,
    outcome,
    stage: stage.key,
    label,
    gate: outcome === 'reached' ? stage.gate : null,
  });
  const place = now?.position ?? Number.NEGATIVE_INFINITY;
  const on = stages
    .filter((stage) => stage.position > place)
    .map((stage) => move(stage, 'reached', `On to ${stage.name}`));
  const back = stages
    .filter((stage) => stage.position < place)
    .toReversed()
    .map((stage) => move(stage, 'returned', `Back to ${stage.name}`));
  if (!now) return on;
  const same =
    contact.lifecycleStatus === 'left'
      ? move(now, 'returned', `Open again at ${now.name}`)
      : move(now, 'left', `Goes no further than ${now.name}`);
  return contact.lifecycleStatus === 'left' ? [same, ...on, ...back] : [...on, same, ...back];
}
