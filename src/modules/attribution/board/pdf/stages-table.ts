import type { BoardFigures, StagePart } from '../figures-schema.ts';
import { shareWords } from '../words.ts';
import { amber, amberText, indigo, line, mute, type Sheet, teal, tealText } from './sheet.ts';

const rowHeight = 15;
const head = { size: 6.5, color: mute, oneLine: true } as const;
const cell = { size: 8, oneLine: true } as const;

/** Both teams' part at each stage: one bar of two colours, because it is one way that both carried. */
export function drawStages(
  sheet: Sheet,
  y: number,
  { figures, marks }: { figures: BoardFigures; marks: (keys: readonly string[]) => string },
): number {
  const { left, right } = sheet;
  const width = right - left;
  const columns = {
    name: left,
    people: left + width * 0.17,
    touches: left + width * 0.32,
    credit: left + width * 0.635,
    days: left + width * 0.89,
  };
  const barWidth = width * 0.29;
  const creditWidth = width * 0.225;
  sheet.as('P', () => {
    sheet.text('Reached', { x: columns.name, y, width: 80 }, head);
    sheet.text('people (before)', { x: columns.people, y, width: width * 0.13 }, head);
    sheet.text(
      'On the way there: read',
      { x: columns.touches, y, width: barWidth / 2 },
      { ...head, color: tealText },
    );
    sheet.text(
      'talked',
      { x: columns.touches + barWidth / 2, y, width: barWidth / 2 },
      { ...head, color: amberText, align: 'right' },
    );
    sheet.text(`Credit (${figures.model.label})`, { x: columns.credit, y, width: creditWidth }, head);
    sheet.text(
      'median days',
      { x: columns.days, y, width: right - columns.days },
      { ...head, align: 'right' },
    );
  });
  let at = y + 12;
  for (const stage of figures.stages) {
    sheet.rule(at - 2, left, right);
    sheet.as('P', () => {
      sheet.text(
        stage.name,
        { x: columns.name, y: at + 1, width: width * 0.15 },
        { ...cell, weight: 'semibold' },
      );
      const nameWidth = sheet.widthOf(stage.name, { ...cell, weight: 'semibold' });
      sheet.text(
        marks(stage.rests),
        { x: columns.name + Math.min(nameWidth, width * 0.14) + 2, y: at, width: 20 },
        { size: 5.5, color: indigo, oneLine: true },
      );
      sheet.text(
        `${stage.people} (${stage.peopleBefore})`,
        { x: columns.people, y: at + 1, width: width * 0.13 },
        cell,
      );
      sheet.text(
        daysWords(stage),
        { x: columns.days - 20, y: at + 1, width: right - columns.days + 20 },
        { ...cell, align: 'right' },
      );
    });
    drawShare(
      sheet,
      { x: columns.touches, y: at + 2, width: barWidth },
      stage.contentShare,
      `${stage.name}: `,
    );
    drawShare(
      sheet,
      { x: columns.credit, y: at + 2, width: creditWidth },
      stage.contentCredit,
      `${stage.name}, credit: `,
    );
    at += rowHeight;
  }
  return at;
}

const daysWords = ({ medianDays, timed }: StagePart): string =>
  medianDays === null ? '–' : `${Math.round(medianDays)} (n ${timed})`;

function drawShare(
  sheet: Sheet,
  { x, y, width }: { x: number; y: number; width: number },
  content: number | null,
  alt: string,
): void {
  if (content === null) {
    sheet.as('P', () => {
      sheet.text('not known', { x, y: y - 1, width }, { size: 7, color: mute, oneLine: true });
    });
    return;
  }
  const label = { size: 6.5, oneLine: true, weight: 'semibold' } as const;
  sheet.as(
    'Figure',
    () => {
      const bar = width - 52;
      const from = x + 26;
      sheet.doc.rect(from, y + 0.5, bar, 7).fill(line);
      sheet.doc.rect(from, y + 0.5, bar * content, 7).fill(teal);
      sheet.doc.rect(from + bar * content, y + 0.5, bar * (1 - content), 7).fill(amber);
      sheet.text(shareWords(content), { x, y, width: 23 }, { ...label, color: tealText, align: 'right' });
      sheet.text(
        shareWords(1 - content),
        { x: from + bar + 3, y, width: 24 },
        { ...label, color: amberText },
      );
    },
    `${alt}${shareWords(content)} reading, ${shareWords(1 - content)} talking`,
  );
}
