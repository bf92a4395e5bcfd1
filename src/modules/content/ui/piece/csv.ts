import { csvHref } from '../../../../web/csv.ts';
import type { Figures } from './state.ts';
import { stepWords } from './words.ts';

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
const percent = (part: number, of: number): number | null =>
  of === 0 ? null : Math.round((1_000 * part) / of) / 10;

export function pagesCsv({ pages, pagesOf }: Figures): string {
  return csvHref([
    ['Page', 'Begins', 'Median seconds', 'Mean seconds', 'Got there', 'Got there (%)', 'Stopped there'],
    ...pages.map((one) => [
      one.page,
      one.label,
      seconds(one.medianMs),
      seconds(one.meanMs),
      one.reached,
      percent(one.reached, pagesOf),
      one.stopped,
    ]),
  ]);
}

export function versionsCsv({ versions }: Figures): string {
  return csvHref([
    [
      'Version',
      'From',
      'What is new',
      'Readers',
      'Visits',
      'Finished',
      'of',
      'Median seconds',
      'Mean seconds',
    ],
    ...versions.map(({ number, createdAt, note, reading }) => [
      number,
      createdAt,
      note,
      reading.readers,
      reading.visits,
      reading.finished,
      reading.measured,
      seconds(reading.medianMs),
      seconds(reading.meanMs),
    ]),
  ]);
}

export function nextStepsCsv({ nextSteps }: Figures): string {
  return csvHref([
    [
      'What followed',
      'Readers',
      'Followed',
      'Followed (%)',
      'Of others of its type',
      'Followed',
      'Followed (%)',
    ],
    ...nextSteps.map(({ step, own, others }) => [
      stepWords[step],
      own.n,
      own.followed,
      percent(own.followed, own.n),
      others.n,
      others.followed,
      percent(others.followed, others.n),
    ]),
  ]);
}

export function sharesCsv({ sharedBy }: Figures): string {
  return csvHref([
    ['Shared by', 'Side', 'Shares', 'To people', 'Read it afterwards'],
    ...sharedBy.map((one) => [one.teammate?.name ?? null, one.side, one.shares, one.people, one.opened]),
  ]);
}
