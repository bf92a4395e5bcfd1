import type { Paper } from '../contract.ts';
import type { BoardDefinition, BoardFigures } from '../figures-schema.ts';
import { dayWords, exactWords } from '../words.ts';
import { drawForecast, drawTrend } from './charts.ts';
import { drawNumbers } from './numbers-row.ts';
import {
  amber,
  indigo,
  indigoFill,
  indigoPale,
  ink,
  mute,
  openSheet,
  type Rect,
  type Sheet,
  teal,
} from './sheet.ts';
import { drawStages } from './stages-table.ts';

/** The board's page on one sheet of paper. The same figures give the same bytes. */
export async function drawPage(options: {
  figures: BoardFigures;
  noteText: string;
  paper: Paper;
}): Promise<Uint8Array<ArrayBuffer>> {
  const { figures, noteText, paper } = options;
  const { sheet, finish } = openSheet({
    paper,
    title: `${figures.workspace}: ${figures.quarter.label} for the board`,
    author: figures.workspace,
    madeAt: new Date(figures.madeAt),
  });
  const marks = marksOf(figures.definitions);
  drawSections(sheet, { figures, noteText, marks });
  return finish();
}

type Drawn = { figures: BoardFigures; noteText: string; marks: (keys: readonly string[]) => string };

function drawSections(sheet: Sheet, { figures, noteText, marks }: Drawn): void {
  const { left, right } = sheet;
  const width = right - left;
  const gap = 20;
  const half = (width - gap) / 2;
  const footTop = sheet.bottom - footOf(sheet, figures).height;
  let y = drawHead(sheet, figures);
  y = drawNumbers(sheet, y + 8, { figures, marks });
  sheet.rule(y, left, right);
  y += 9;
  heading(
    sheet,
    'Won and opened, by quarter',
    { x: left, y, width: half },
    marks(['won_revenue', 'pipeline']),
  );
  legend(sheet, { x: left, y: y + 13, width: half }, [
    [indigo, 'won'],
    [indigoPale, 'pipeline opened'],
  ]);
  heading(
    sheet,
    'Forecast, and how earlier ones did',
    { x: left + half + gap, y, width: half },
    marks(['forecast']),
  );
  legend(sheet, { x: left + half + gap, y: y + 13, width: half }, [
    [indigoFill, 'expected, 95 % range'],
    [ink, 'what came'],
  ]);
  const noted = noteText.trim() !== '';
  const changesWidth = noted ? width * 0.58 : width;
  // What is left over goes to the pictures, within reason; a note has room of its own.
  const told = Math.max(changesHeight(sheet, figures, changesWidth), noted ? 110 : 0);
  const rest = footTop - y - 28 - 10 - 15 - (12 + 15 * figures.stages.length) - 8 - told - 12;
  const height = Math.max(66, Math.min(200, rest));
  drawTrend(sheet, { x: left, y: y + 28, width: half, height }, figures);
  drawForecast(sheet, { x: left + half + gap, y: y + 28, width: half, height }, figures);
  y += 28 + height + 10;
  heading(
    sheet,
    'Both teams’ part, stage by stage',
    { x: left, y, width },
    marks(['touchpoint', 'velocity']),
  );
  y = drawStages(sheet, y + 15, { figures, marks });
  y += 8;
  const bottom = footTop - 8;
  drawChanges(sheet, { x: left, y, width: changesWidth }, { figures, marks, bottom });
  if (noted)
    drawNote(
      sheet,
      { x: left + changesWidth + gap, y, width: width - changesWidth - gap },
      { noteText, bottom },
    );
  drawFoot(sheet, figures, footTop);
}

function drawHead(sheet: Sheet, { workspace, quarter, headline, madeAt, timeZone }: BoardFigures): number {
  const { left, right, top } = sheet;
  const width = right - left;
  sheet.doc.polygon([left, top], [left + 6, top], [left + 6, top + 12]).fill(teal);
  sheet.doc.polygon([left + 13, top], [left + 7.5, top], [left + 7.5, top + 12]).fill(amber);
  const passed = quarter.isRunning ? `, day ${quarter.day} of ${quarter.days}` : '';
  sheet.as('P', () => {
    sheet.text(
      `${workspace} · for the board`,
      { x: left + 19, y: top + 0.5, width: width * 0.6 },
      { size: 9, weight: 'semibold', oneLine: true },
    );
    sheet.text(
      `${quarter.label}${passed} · made ${dayWords(madeAt, timeZone)}`,
      { x: left + width * 0.4, y: top + 1, width: width * 0.6 },
      { size: 8, color: mute, align: 'right', oneLine: true },
    );
  });
  const [first = '', ...others] = headline;
  let y = top + 24;
  sheet.as('H1', () => {
    y = sheet.text(first, { x: left, y, width }, { size: 13.5, weight: 'semibold', lineGap: 1 }) + 3;
  });
  if (others.length > 0)
    sheet.as('P', () => {
      y = sheet.text(others.join(' '), { x: left, y, width }, { size: 8.5, lineGap: 1.5 });
    });
  return y;
}

function heading(sheet: Sheet, words: string, at: Rect, mark: string): void {
  sheet.as('H2', () => {
    const style = { size: 9, weight: 'semibold' } as const;
    sheet.text(words, at, { ...style, oneLine: true });
    sheet.text(
      mark,
      { x: at.x + sheet.widthOf(words, style) + 2, y: at.y - 0.5, width: 30 },
      { size: 5.5, color: indigo, oneLine: true },
    );
  });
}

function legend(
  sheet: Sheet,
  { x, y, width }: Rect,
  entries: readonly (readonly [color: string, words: string])[],
): void {
  sheet.as('P', () => {
    let at = x;
    for (const [color, words] of entries) {
      const style = { size: 6.5, color: mute } as const;
      sheet.doc
        .lineWidth(0.6)
        .rect(at, y + 1.5, 6, 5)
        .fillAndStroke(color, color === indigoPale ? indigoFill : color);
      sheet.text(words, { x: at + 9, y, width: width / 2 }, { ...style, oneLine: true });
      at += 9 + sheet.widthOf(words, style) + 12;
    }
  });
}

const changeStyle = { size: 8, lineGap: 1 } as const;
const changeIndent = 9;

const changesOf = ({ changesWords, changes }: BoardFigures) =>
  [changesWords, ...changes.map(({ words }) => words)].map((words, nth) => ({
    words,
    indent: nth === 0 ? 0 : changeIndent,
  }));

function changesHeight(sheet: Sheet, figures: BoardFigures, width: number): number {
  return changesOf(figures).reduce(
    (height, { words, indent }) => height + sheet.heightOf(words, width - indent, changeStyle) + 3,
    14,
  );
}

function drawChanges(
  sheet: Sheet,
  { x, y, width }: Rect,
  { figures, marks, bottom }: Pick<Drawn, 'figures' | 'marks'> & { bottom: number },
): void {
  heading(sheet, 'What changed and why', { x, y, width }, marks(['change']));
  let at = y + 14;
  for (const { words, indent } of changesOf(figures)) {
    // A sentence that has no room is left out as a whole, never cut.
    if (at + sheet.heightOf(words, width - indent, changeStyle) > bottom) break;
    sheet.as('P', () => {
      if (indent > 0) sheet.doc.circle(x + 2.5, at + 4.5, 1.4).fill(indigo);
      at = sheet.text(words, { x: x + indent, y: at, width: width - indent }, changeStyle) + 3;
    });
  }
}

function drawNote(
  sheet: Sheet,
  { x, y, width }: Rect,
  { noteText, bottom }: { noteText: string; bottom: number },
): void {
  heading(sheet, 'In the head’s words', { x, y, width }, '');
  const room = bottom - y - 14;
  const style = ([8, 7.5, 7, 6.5, 6, 5.5] as const)
    .map((size) => ({ size, lineGap: 1 }))
    .find((one) => sheet.heightOf(noteText, width, one) <= room) ?? { size: 5, lineGap: 0.5 };
  sheet.as('P', () => {
    sheet.text(noteText, { x, y: y + 14, width }, style);
  });
}

/** Definitions are numbered in the order of the foot of the page. */
function marksOf(definitions: readonly BoardDefinition[]): (keys: readonly string[]) => string {
  const nth = new Map(definitions.map(({ key }, index) => [key, index + 1]));
  return (keys) => keys.flatMap((key) => nth.get(key) ?? []).join(', ');
}

const footStyle = { size: 5.8, color: mute, lineGap: 0.6 } as const;

/** What the numbers mean, by which version, and what they leave out. */
function footOf(sheet: Sheet, figures: BoardFigures): { words: string[]; height: number } {
  const { definitions, leftOut, cost, timeZone, madeAt, quarter, before, yearBefore } = figures;
  const width = sheet.right - sheet.left;
  const same = quarter.isRunning ? `the first ${quarter.day} days of ` : '';
  const words = [
    definitions.map((one, index) => `${index + 1} ${definitionWords(one, timeZone)}`).join('  ·  '),
    [
      `Small figures under the numbers: ${same}${before.label} and ${same}${yearBefore.label}. * is running.`,
      cost.words,
      ...leftOut,
      `Every number opens in Liaison, down to the person and the minute. Made ${exactWords(madeAt, timeZone)}.`,
    ].join(' '),
  ];
  const height = words.reduce((sum, one) => sum + sheet.heightOf(one, width, footStyle) + 2, 6);
  return { words, height };
}

function drawFoot(sheet: Sheet, figures: BoardFigures, top: number): void {
  const { left, right } = sheet;
  sheet.rule(top, left, right);
  sheet.as('P', () => {
    let y = top + 5;
    for (const words of footOf(sheet, figures).words)
      y = sheet.text(words, { x: left, y, width: right - left }, footStyle) + 2;
  });
}

function definitionWords({ word, number, hash, isSigned, from }: BoardDefinition, zone: string): string {
  if (number === null) return `${word}: rule of the program`;
  const since = from === null ? '' : ` since ${dayWords(from, zone)}`;
  return `${word}: version ${number} (${hash?.slice(0, 8) ?? ''})${since}, ${isSigned ? 'signed by both' : 'not signed'}`;
}
