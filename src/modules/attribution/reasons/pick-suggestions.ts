import type { MatterKind } from './contract.ts';
import { type DealJourney, unknownId } from './read-journeys.ts';

/** How many of each are proposed: a list that is read in ten seconds. */
const most: Record<Exclude<MatterKind, 'competitor'>, number> = {
  asset: 3,
  interaction: 2,
  contact: 2,
  teammate: 2,
};

export type Picked = {
  kind: Exclude<MatterKind, 'competitor'>;
  id: string;
  touchpoints: number;
  lastMs: number;
};

type Touches = Pick<DealJourney, 'at' | 'touch_ids' | 'person_ids' | 'kinds' | 'asset_ids' | 'teammate_ids'>;

/**
 * What stood in a journey last and most: of each kind the one that came last and then those that came most; of talks the
 * last. What came last is proposed first.
 */
export function pickSuggestions(journey: Touches): Picked[] {
  const picked = [
    ...lastAndMost('asset', gather(journey, journey.asset_ids)),
    ...lastTalks(journey),
    ...lastAndMost('contact', gather(journey, journey.person_ids)),
    ...lastAndMost('teammate', gather(journey, journey.teammate_ids)),
  ];
  return picked.sort((one, other) => other.lastMs - one.lastMs || (one.id < other.id ? -1 : 1));
}

type Gathered = Omit<Picked, 'kind'>;

function gather({ at }: Touches, ids: readonly string[]): Gathered[] {
  const found = new Map<string, Gathered>();
  for (const [nth, id] of ids.entries()) {
    if (id === unknownId) continue;
    const one = found.get(id) ?? { id, touchpoints: 0, lastMs: 0 };
    one.touchpoints += 1;
    one.lastMs = Math.max(one.lastMs, at[nth] ?? 0);
    found.set(id, one);
  }
  return [...found.values()];
}

function lastAndMost(kind: 'asset' | 'contact' | 'teammate', all: readonly Gathered[]): Picked[] {
  const byTime = [...all].sort(
    (one, other) =>
      other.lastMs - one.lastMs || other.touchpoints - one.touchpoints || (one.id < other.id ? -1 : 1),
  );
  const last = byTime.slice(0, 1);
  const rest = byTime
    .slice(1)
    .sort((one, other) => other.touchpoints - one.touchpoints || other.lastMs - one.lastMs);
  return [...last, ...rest].slice(0, most[kind]).map((one) => ({ kind, ...one }));
}

function lastTalks({ at, touch_ids, kinds }: Touches): Picked[] {
  return touch_ids
    .map((id, nth): Picked => ({ kind: 'interaction', id, touchpoints: 1, lastMs: at[nth] ?? 0 }))
    .filter((_, nth) => kinds[nth] === 'person')
    .slice(-most.interaction);
}
