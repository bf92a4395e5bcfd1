import type { BackCheck, BoardFigures, TrendQuarter } from '../figures-schema.ts';
import { countWords, moneyWords } from '../words.ts';
import { indigo, indigoFill, indigoPale, ink, line, mute, type Sheet } from './sheet.ts';

type Box = { x: number; y: number; width: number; height: number };

const small = { size: 6.5, color: mute } as const;

/** Round steps of one, two or five, about four of them. */
function axisTop(most: number): { top: number; step: number } {
  if (most <= 0) return { top: 1, step: 1 };
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return { top: Math.ceil(most / step) * step, step };
}

export function axisWords(minor: number, currency: string): string {
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(minor / 10 ** digitsOf(currency));
}

function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    2
  );
}

function drawAxis(
  sheet: Sheet,
  { x, y, width, height }: Box,
  most: number,
  currency: string,
): (value: number) => number {
  const { top, step } = axisTop(most);
  const at = (value: number) => y + height - (height * value) / top;
  for (let value = 0; value <= top + step / 2; value += step) {
    sheet.doc
      .lineWidth(0.5)
      .strokeColor(line)
      .moveTo(x + 30, at(value))
      .lineTo(x + width, at(value))
      .stroke();
    sheet.text(
      axisWords(value, currency),
      { x, y: at(value) - 4, width: 26 },
      { ...small, align: 'right', oneLine: true },
    );
  }
  return at;
}

/** Won revenue as bars before those of the pipeline opened. */
export function drawTrend(
  sheet: Sheet,
  box: Box,
  { trend, currency }: Pick<BoardFigures, 'trend' | 'currency'>,
): void {
  const plot = { ...box, height: box.height - 14 };
  const most = Math.max(1, ...trend.flatMap((one) => [one.wonMinor, one.pipelineMinor]));
  sheet.as(
    'Figure',
    () => {
      const at = drawAxis(sheet, plot, most, currency);
      const each = (box.width - 34) / Math.max(1, trend.length);
      for (const [nth, one] of trend.entries()) {
        const x = box.x + 32 + nth * each;
        bar(
          sheet,
          { x: x + each * 0.12, width: each * 0.4, from: at(0), to: at(one.pipelineMinor) },
          indigoPale,
          indigoFill,
        );
        bar(
          sheet,
          { x: x + each * 0.42, width: each * 0.4, from: at(0), to: at(one.wonMinor) },
          indigo,
          null,
        );
        sheet.text(
          quarterShort(one),
          { x: x - 4, y: plot.y + plot.height + 4, width: each + 4 },
          { ...small, align: 'center', oneLine: true },
        );
      }
    },
    trend
      .map(
        (one) =>
          `${one.label}: ${moneyWords(one.wonMinor, currency)} won in ${countWords(one.wonDeals, 'deal')}, ${moneyWords(one.pipelineMinor, currency)} opened`,
      )
      .join('; '),
  );
}

const quarterShort = ({ label, isRunning }: Pick<TrendQuarter, 'label' | 'isRunning'>): string =>
  `${label.slice(0, 2)} ’${label.slice(-2)}${isRunning ? '*' : ''}`;

function bar(
  sheet: Sheet,
  { x, width, from, to }: { x: number; width: number; from: number; to: number },
  fill: string,
  stroke: string | null,
): void {
  const height = Math.max(0.4, from - to);
  if (stroke === null) sheet.doc.rect(x, from - height, width, height).fill(fill);
  else
    sheet.doc
      .lineWidth(0.6)
      .rect(x, from - height, width, height)
      .fillAndStroke(fill, stroke);
}

/** What was said of past quarters on the same day, what came of each, and what is said now. */
export function drawForecast(
  sheet: Sheet,
  box: Box,
  figures: Pick<BoardFigures, 'forecasts' | 'backChecks' | 'currency'>,
): void {
  const { forecasts, backChecks, currency } = figures;
  const rows: (Pick<BackCheck, 'label' | 'interval' | 'expectedMinor'> & { cameMinor: number | null })[] = [
    ...backChecks,
    ...forecasts.map((one) => ({
      label: one.horizon,
      interval: one.interval,
      expectedMinor: one.expectedMinor,
      cameMinor: null,
    })),
  ];
  const most = Math.max(1, ...rows.map((row) => Math.max(row.interval.high, row.cameMinor ?? 0)));
  const plot = { ...box, height: box.height - 14 };
  sheet.as(
    'Figure',
    () => {
      const at = drawAxis(sheet, plot, most, currency);
      const each = (box.width - 34) / Math.max(1, rows.length);
      for (const [nth, row] of rows.entries()) {
        const middle = box.x + 32 + (nth + 0.5) * each;
        const color = row.cameMinor === null ? indigo : indigoFill;
        sheet.doc
          .lineWidth(5)
          .lineCap('round')
          .strokeColor(row.cameMinor === null ? indigoFill : indigoPale)
          .moveTo(middle, at(row.interval.low))
          .lineTo(middle, at(row.interval.high))
          .stroke();
        sheet.doc
          .lineCap('butt')
          .lineWidth(1.4)
          .strokeColor(color)
          .moveTo(middle - 6, at(row.expectedMinor))
          .lineTo(middle + 6, at(row.expectedMinor))
          .stroke();
        if (row.cameMinor !== null)
          sheet.doc.circle(middle, at(row.cameMinor), 2.6).lineWidth(0.8).fillAndStroke(ink, '#ffffff');
        sheet.text(
          quarterShort({ label: row.label, isRunning: false }),
          { x: middle - each / 2, y: plot.y + plot.height + 4, width: each },
          { ...small, align: 'center', oneLine: true },
        );
      }
    },
    rows
      .map(
        (row) =>
          `${row.label}: expected ${moneyWords(row.expectedMinor, currency)}, 95 % ${moneyWords(row.interval.low, currency)} to ${moneyWords(row.interval.high, currency)}${row.cameMinor === null ? '' : `, came ${moneyWords(row.cameMinor, currency)}`}`,
      )
      .join('; '),
  );
}
