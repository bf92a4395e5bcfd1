import type { Matter } from '../contract.ts';
import type { DealJourney } from '../read-journeys.ts';
import { unknownId } from '../read-journeys.ts';

export type CreditKind = 'asset' | 'interaction' | 'contact' | 'teammate';
export type Part = { share: number; touchpoints: number };
/** What part of a deal each thing of a kind has. */
export type Parts = Record<CreditKind, Map<string, Part>>;

type Arrays = Pick<DealJourney, 'touch_ids' | 'person_ids' | 'asset_ids' | 'teammate_ids'>;

/** Sums the touchpoints' parts by what they are of; a touchpoint named for itself has its own. */
export function partsOf(journey: Arrays, shares: readonly number[]): Parts {
  return {
    asset: sumBy(journey.asset_ids, shares),
    interaction: sumBy(journey.touch_ids, shares),
    contact: sumBy(journey.person_ids, shares),
    teammate: sumBy(journey.teammate_ids, shares),
  };
}

function sumBy(ids: readonly string[], shares: readonly number[]): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const [nth, id] of ids.entries()) {
    if (id === unknownId) continue;
    const part = parts.get(id) ?? { share: 0, touchpoints: 0 };
    part.share += shares[nth] ?? 0;
    part.touchpoints += 1;
    parts.set(id, part);
  }
  return parts;
}

const kindWords: Record<CreditKind, { one: string; many: string }> = {
  asset: { one: 'piece', many: 'pieces' },
  interaction: { one: 'touchpoint', many: 'touchpoints' },
  contact: { one: 'person of theirs', many: 'people of theirs' },
  teammate: { one: 'person of ours', many: 'people of ours' },
};

export type NamedPart = Part & { rank: number | null; of: number; words: string };

/** The part of what was named, and where it stands among those of its kind; those with the same part share a rank. */
export function creditOfNamed(
  parts: Parts,
  { matter, touches }: { matter: Matter; touches: number },
): NamedPart | null {
  const { kind, id } = matter;
  if (kind === 'competitor' || id === null) return null;
  const all = parts[kind];
  const own = all.get(id);
  const { one, many } = kindWords[kind];
  if (own === undefined) {
    const words = `Not in the journey: none of ${touches} ${touches === 1 ? 'touchpoint is' : 'touchpoints is'} of it.`;
    return { share: 0, touchpoints: 0, rank: null, of: all.size, words };
  }
  // Sums of floats that ought to be the same differ in the last places.
  const rank = 1 + [...all.values()].filter(({ share }) => share > own.share + 1e-9).length;
  const place = all.size === 1 ? `the only ${one}` : `${ordinal(rank)} of ${all.size} ${many}`;
  const part = `${formatShare(own.share)} of the credit`;
  const counted = `${own.touchpoints} ${own.touchpoints === 1 ? 'touchpoint' : 'touchpoints'}`;
  return {
    ...own,
    share: Math.min(1, own.share),
    rank,
    of: all.size,
    words: `${part}, ${place}; ${counted}.`,
  };
}

export function formatShare(share: number): string {
  const perCent = share * 100;
  if (perCent > 0 && perCent < 1) return 'under 1 %';
  return `${Math.round(perCent)} %`;
}

function ordinal(place: number): string {
  const tens = place % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[place % 10] ?? 'th');
  return `${place}${ending}`;
}
