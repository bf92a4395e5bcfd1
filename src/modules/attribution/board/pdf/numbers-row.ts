import type { BoardFigures, HeadNumber } from '../figures-schema.ts';
import { moneyWords, shareWords } from '../words.ts';
import { axisWords } from './charts.ts';
import { indigo, mute, type Sheet } from './sheet.ts';

/** `€412,000`, `38 %`, `61 days`. */
function numberWords(value: number | null, unit: HeadNumber['unit'], currency: string): string {
  if (value === null) return '–';
  if (unit === 'money') return moneyWords(value, currency);
  return unit === 'share' ? shareWords(value) : `${Math.round(value)} days`;
}

const shortWords = (value: number | null, unit: HeadNumber['unit'], currency: string): string =>
  value !== null && unit === 'money' ? axisWords(value, currency) : numberWords(value, unit, currency);

/** Six numbers side by side, each with the quarter and the year before, and the mark of what it rests on. */
export function drawNumbers(
  sheet: Sheet,
  y: number,
  { figures, marks }: { figures: BoardFigures; marks: (keys: readonly string[]) => string },
): number {
  const { numbers, currency, before, yearBefore } = figures;
  const each = (sheet.right - sheet.left) / Math.max(1, numbers.length);
  sheet.rule(y, sheet.left, sheet.right);
  for (const [nth, one] of numbers.entries()) {
    const x = sheet.left + nth * each;
    const width = each - 8;
    sheet.as('P', () => {
      const label = { size: 7.5, color: mute } as const;
      sheet.text(one.label, { x, y: y + 8, width }, { ...label, oneLine: true });
      const mark = marks(one.rests);
      sheet.text(
        mark,
        { x: x + sheet.widthOf(one.label, label) + 2, y: y + 7, width: 20 },
        { size: 5.5, color: indigo, oneLine: true },
      );
      const big = numberWords(one.now, one.unit, currency);
      const size =
        [15, 13, 11, 9.5].find((size) => sheet.widthOf(big, { size, weight: 'semibold' }) <= width) ?? 8;
      sheet.text(
        big,
        { x, y: y + 19 + (15 - size) * 0.8, width },
        { size, weight: 'semibold', oneLine: true },
      );
      const small = { size: 6.5, color: mute, oneLine: true } as const;
      sheet.text(
        `${before.label} ${shortWords(one.before, one.unit, currency)}`,
        { x, y: y + 40, width },
        small,
      );
      sheet.text(
        `${yearBefore.label} ${shortWords(one.yearBefore, one.unit, currency)}`,
        { x, y: y + 49, width },
        small,
      );
    });
  }
  return y + 62;
}
