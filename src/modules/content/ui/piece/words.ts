import { spanText } from '../links/link-words.ts';
import type { Evidence, Figures } from './state.ts';

export const periodWords = {
  last30: 'the last 30 days',
  last90: 'the last 90 days',
  last365: 'the last 12 months',
  all: 'all time',
} as const;

export const periodLabels = {
  last30: '30 days',
  last90: '90 days',
  last365: '12 months',
  all: 'All',
} as const;

export const stepWords = {
  conversation: 'A conversation',
  meeting: 'A meeting or demo',
  stage: 'A lifecycle stage reached',
  deal_opened: 'A deal opened',
  deal_won: 'A deal won',
} as const;

export const figureWords = {
  finishRate: 'Finished by',
  medianMs: 'Time of the middle reader',
  shares: 'Shares',
} as const;

export const wayWords: Readonly<Record<string, string>> = {
  copied: 'link copied',
  mailto: 'own mail program',
  linkedin: 'LinkedIn',
  liaison: 'mail by Liaison',
};

export const forwardWords: Readonly<Record<string, string>> = {
  device: 'on another device',
  network: 'from another network',
  email: 'under another address',
};

export const shareWords = (part: number, of: number): string =>
  of === 0 ? '–' : `${Math.round((100 * part) / of)} %`;

export const spanWords = (ms: number | null): string => (ms === null ? '–' : spanText(ms));

/** "page 7"; of a film, where the part begins: "1:20". */
export function spotWords({ page, fromMs }: { page: number; fromMs: number | null }): string {
  return fromMs === null ? `page ${page}` : minuteWords(fromMs);
}

export function minuteWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const plurals: Readonly<Record<string, string>> = {
  'case study': 'case studies',
  slides: 'slides',
};

/** "case studies" of "case study". */
export const typeWords = (type: string): string => plurals[type] ?? `${type}s`;

/** "better than 4 of 5 other case studies"; nothing where it cannot be said. */
export function placeWords({ place, asset }: Figures): string | null {
  const rank = place.find(({ figure }) => figure === 'finishRate');
  if (!rank || rank.value === null || rank.of === 0 || asset.type === null) return null;
  const others = `${rank.of === 1 ? asset.type : typeWords(asset.type)}`;
  if (rank.better === 0)
    return rank.of === 1
      ? `not better than the other ${others}`
      : `better than none of the ${rank.of} other ${others}`;
  if (rank.better === rank.of)
    return `better than ${rank.of === 1 ? 'the other' : `all ${rank.of} other`} ${others}`;
  return `better than ${rank.better} of ${rank.of} other ${others}`;
}

const peopleTitles = {
  readers: 'People who read it',
  finished: 'People who finished it',
  unfinished: 'People who did not finish it',
  reached: 'People who got to page',
  stopped: 'People who stopped at page',
  buying: 'Readers in buying stage',
  lifecycle: 'Readers in lifecycle stage',
  followed: 'Readers on whom it followed',
  page_viewers: 'People who saw it on the site',
} as const;

const visitTitles = {
  visits: 'Visits',
  downloads: 'Visits with a download',
  forwards: 'Passed on: read by somebody else than it was for',
  left_out: 'Visits that do not count',
} as const;

/** What a list is of, as its heading. */
export function titleOf(evidence: Evidence): string {
  if ('shares' in evidence)
    return evidence.name
      ? `Shared by ${evidence.name}`
      : evidence.side
        ? `Shared by ${evidence.side}`
        : 'Shares';
  if ('visits' in evidence) return visitTitles[evidence.visits];
  const { people, page, name, step } = evidence;
  if (people === 'followed' && step) return `${stepWords[step]} within 14 days of reading`;
  if (people === 'buying' || people === 'lifecycle') return `${peopleTitles[people]}: ${name ?? 'not known'}`;
  return `${peopleTitles[people]}${page === undefined ? '' : ` ${page}`}`;
}
