import { parse } from 'csv-parse/sync';
import { AppError } from '../../../platform/errors.ts';
import type { Path } from '../models/markov.ts';

const delimiters = [';', ',', '\t', '|'] as const;

/**
 * Aggregated journeys from CSV: `path` (keys with `>` between them), `total_conversions`, and where there are any
 * `total_conversion_value` and `total_null`. The separator is the one that the heading uses most.
 */
export function readPaths(text: string): Path[] {
  const body = text.replace(/^\uFEFF/, '');
  const heading = body.slice(0, body.search(/\r?\n|$/));
  const delimiter = delimiters.toSorted((a, b) => countOf(heading, b) - countOf(heading, a))[0];
  const rows = recordsOf(body, delimiter);
  const columns = new Set(Object.keys(rows[0] ?? {}));
  for (const name of ['path', 'total_conversions'])
    if (!columns.has(name))
      throw new AppError(
        'invalid_input',
        `The file has no column "${name}". It needs path, total_conversions and, if known, total_conversion_value and total_null.`,
      );
  return rows.map((row, index) => {
    const keys = (row.path ?? '')
      .split('>')
      .map((key) => key.trim())
      .filter((key) => key !== '');
    if (keys.length === 0)
      throw new AppError('invalid_input', `Row ${index + 2}: the path is empty. Write "first > second".`);
    const figure = (name: string) => readFigure(row[name] ?? '', { name, line: index + 2 });
    return {
      keys,
      conversions: figure('total_conversions'),
      value: figure('total_conversion_value'),
      nulls: figure('total_null'),
    };
  });
}

function recordsOf(body: string, delimiter: string | undefined): Record<string, string>[] {
  try {
    return parse(body, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: delimiter ?? ',',
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', `The file is not the CSV that was expected: ${why}`);
  }
}

function readFigure(text: string, at: { name: string; line: number }): number {
  if (text === '') return 0;
  const figure = Number(text);
  if (Number.isFinite(figure) && figure >= 0) return figure;
  throw new AppError(
    'invalid_input',
    `Row ${at.line}, ${at.name}: "${text}" is not a number from 0 on, written with a decimal point.`,
  );
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
