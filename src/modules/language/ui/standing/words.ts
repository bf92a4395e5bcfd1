import { formatCount } from '../../../../web/parts/money.tsx';

/** As people read points: whole where they are whole, else to a tenth. */
export const pointsText = (points: number): string =>
  (Math.round(points * 10) / 10).toLocaleString('en', { maximumFractionDigits: 1 }).replace('-', '−');

/** "64 points", "1 point". */
export function pointsWords(points: number): string {
  const whole = Math.round(points);
  return `${formatCount(whole)} ${Math.abs(whole) === 1 ? 'point' : 'points'}`;
}

/** With its sign, as a ledger shows it. */
export const signed = (points: number): string =>
  points > 0 ? `+${pointsText(points)}` : pointsText(points);

const sourceWords: Record<string, string> = {
  import: 'an import says so',
  opportunity: 'a deal says so',
  hand: 'moved by hand',
  interaction: 'something they did says so',
  definition: 'the definition says so',
  sample: 'the sample company says so',
};
export const sourceText = (source: string): string => sourceWords[source] ?? source;

export const letterWords: Record<string, string> = {
  A: 'fits very well',
  B: 'fits well',
  C: 'fits a little',
  D: 'does not fit, or not enough is known',
};
export const levelWords: Record<string, string> = {
  1: 'very engaged',
  2: 'engaged',
  3: 'a little engaged',
  4: 'hardly engaged',
};

/** "A2: fits very well, engaged". */
export const gradeWords = (grade: string): string =>
  `${grade}: ${letterWords[grade[0] ?? ''] ?? ''}, ${levelWords[grade[1] ?? ''] ?? ''}`;
