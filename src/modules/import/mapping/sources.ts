import { AppError } from '../../../platform/errors.ts';
import { reasonHeading } from '../reading/read-rows.ts';
import { plainWord } from './lifecycle-words.ts';
import type { Condition, DateFormat, IdSource, OneSource, Source } from './schema.ts';
import { asSalesforceId, type ValueSettings } from './values.ts';

/** A cell's text with the column it stands in; null: blank. */
export type ReadText = { text: string; column: string | null };
export type TextReader = (cells: readonly string[]) => ReadText | null;

/** A compiled source: how to get its text from a row, and how that text is to be read. */
export type CompiledSource = {
  read: TextReader;
  /** The same for every row: it identifies nothing. */
  isConstant: boolean;
  columns: readonly string[];
  settings: ValueSettings;
  timesThousand: number;
};

export type Columns = {
  /** Place of a column by name; null where the file has none of that name and the mapping allows it. */
  find(name: string): number | null;
  /** Headings that some part of the mapping has named. */
  readonly used: ReadonlySet<number>;
  readonly headings: readonly string[];
};

/** Finds columns by heading, letters' case and punctuation aside where that is unambiguous. */
export function columnsOf(headings: readonly string[], missing: 'refuse' | 'allow'): Columns {
  const exact = placesBy(headings, (heading) => heading);
  const plain = placesBy(headings, plainWord);
  const used = new Set<number>();
  return {
    used,
    headings,
    find: (name) => {
      const wanted = name.trim().replaceAll(/\s+/g, ' ');
      const places = exact.get(wanted) ?? plain.get(plainWord(wanted)) ?? [];
      const [place, other] = places;
      if (place !== undefined && other !== undefined) {
        const words = `Columns ${place + 1} and ${other + 1} are both called “${headings[place]}”, so it is not clear which one is meant. Rename one of them in the file.`;
        throw new AppError('unprocessable', words);
      }
      if (place !== undefined) used.add(place);
      else if (missing === 'refuse') throw new AppError('unprocessable', missingColumn(name, headings));
      return place ?? null;
    },
  };
}

function placesBy(headings: readonly string[], keyOf: (heading: string) => string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, heading] of headings.entries()) {
    if (heading === reasonHeading) continue;
    const key = keyOf(heading);
    places.set(key, [...(places.get(key) ?? []), index]);
  }
  return places;
}

function missingColumn(name: string, headings: readonly string[]): string {
  const shown = headings.slice(0, 12).map((heading) => `“${heading}”`);
  const more = headings.length > 12 ? ` and ${headings.length - 12} more` : '';
  return `The mapping names a column “${name}” that the file does not have. Its columns are ${shown.join(', ')}${more}.`;
}

const constant = (text: string): TextReader => {
  const value = { text, column: null };
  return () => value;
};

export function compileSource(given: Source, columns: Columns, settings: ValueSettings): CompiledSource {
  if (!Array.isArray(given)) return compileOne(given, columns, settings);
  const list = given.map((each) => compileOne(each, columns, settings));
  return {
    read: firstOf(list.map((each) => each.read)),
    isConstant: list.every((each) => each.isConstant),
    columns: list.flatMap((each) => each.columns),
    settings: list[0]?.settings ?? settings,
    timesThousand: list[0]?.timesThousand ?? 0,
  };
}

function firstOf(readers: readonly TextReader[]): TextReader {
  return (cells) => {
    for (const read of readers) {
      const found = read(cells);
      if (found) return found;
    }
    return null;
  };
}

function compileOne(given: OneSource, columns: Columns, settings: ValueSettings): CompiledSource {
  if (typeof given === 'string') {
    return {
      read: columnReader([given], columns, settings),
      isConstant: false,
      columns: [given],
      settings,
      timesThousand: 0,
    };
  }
  const when = 'when' in given ? compileConditions(given.when, columns) : null;
  if ('value' in given) {
    const read = guarded(constant(String(given.value)), when);
    return { read, isConstant: true, columns: [], settings, timesThousand: 0 };
  }
  if ('text' in given) {
    const { read, names } = textTemplate(given.text, columns, settings);
    return {
      read: guarded(read, when),
      isConstant: names.length === 0,
      columns: names,
      settings,
      timesThousand: 0,
    };
  }
  const names = 'column' in given ? [given.column] : given.firstOf;
  const mapped = withMap(columnReader(names, columns, settings), given.map);
  const read = withForm(mapped, given.as, given.prefix);
  return {
    read: guarded(read, when),
    isConstant: false,
    columns: names,
    settings: ownSettings(settings, given.dates, given.decimals),
    timesThousand: given.timesThousand ?? 0,
  };
}

function ownSettings(
  settings: ValueSettings,
  dates: DateFormat | undefined,
  decimals: 'auto' | 'point' | 'comma' | undefined,
): ValueSettings {
  if (dates === undefined && (decimals === undefined || decimals === 'auto')) return settings;
  return {
    ...settings,
    dates: dates ? [dates] : settings.dates,
    decimals: decimals === undefined || decimals === 'auto' ? settings.decimals : decimals,
  };
}

export type CompiledId = { read: TextReader; system: string; columns: readonly string[] };

export function compileId(
  given: IdSource,
  system: string,
  columns: Columns,
  settings: ValueSettings,
): CompiledId {
  if (typeof given === 'string')
    return { read: columnReader([given], columns, settings), system, columns: [given] };
  const { column, suffix } = given;
  const formed = withForm(columnReader([column], columns, settings), given.as, given.prefix);
  const read = guarded(formed, compileConditions(given.when, columns));
  const suffixed: TextReader = (cells) => {
    const found = read(cells);
    return found && { ...found, text: found.text + suffix };
  };
  return { read: suffix === undefined ? read : suffixed, system: given.system ?? system, columns: [column] };
}

function columnReader(names: readonly string[], columns: Columns, settings: ValueSettings): TextReader {
  const places = names.flatMap((name) => {
    const place = columns.find(name);
    return place === null ? [] : [{ place, column: columns.headings[place] ?? name }];
  });
  const { blank } = settings;
  const readers = places.map(
    ({ place, column }): TextReader =>
      (cells) => {
        const text = (cells[place] ?? '').trim();
        return text === '' || (blank.size > 0 && blank.has(text.toLowerCase())) ? null : { text, column };
      },
  );
  const [only] = readers;
  return only && readers.length === 1 ? only : firstOf(readers);
}

/** `{column}` stands for a cell, `{column:8}` for its first eight characters. Blank where all its cells are. */
function textTemplate(
  template: string,
  columns: Columns,
  settings: ValueSettings,
): { read: TextReader; names: string[] } {
  const parts = template.split(/\{([^{}]+)\}/);
  const names: string[] = [];
  const readers = parts.map((part, index): TextReader => {
    if (index % 2 === 0) return constant(part);
    const [, name = part, length] = /^(.*?)(?::(\d{1,3}))?$/.exec(part) ?? [];
    names.push(name);
    const read = columnReader([name], columns, settings);
    if (length === undefined) return read;
    return (cells) => {
      const found = read(cells);
      return found && { ...found, text: found.text.slice(0, Number(length)) };
    };
  });
  const read: TextReader = (cells) => {
    const found = readers.map((reader) => reader(cells));
    if (names.length > 0 && found.every((each, index) => index % 2 === 0 || each === null)) return null;
    const text = found
      .map((each) => each?.text ?? '')
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trim();
    return text === '' ? null : { text, column: names[0] ?? null };
  };
  return { read, names };
}

/** Other words for values. A value mapped to nothing is blank; one that is not listed stays. */
function withMap(read: TextReader, map: Readonly<Record<string, string>> | undefined): TextReader {
  if (map === undefined) return read;
  const words = new Map(Object.entries(map).map(([from, to]) => [plainWord(from), to]));
  return (cells) => {
    const found = read(cells);
    if (!found) return null;
    const text = words.get(plainWord(found.text)) ?? found.text;
    return text === '' ? null : { text, column: found.column };
  };
}

type Form = 'salesforce-id' | 'first-of-list' | 'plain-number' | undefined;

function withForm(read: TextReader, form: Form, prefix: string | undefined): TextReader {
  if (form === undefined && prefix === undefined) return read;
  return (cells) => {
    const found = read(cells);
    if (!found || (prefix !== undefined && !found.text.startsWith(prefix))) return null;
    const text = inForm(found.text, form);
    return text === null || text === '' ? null : { text, column: found.column };
  };
}

function inForm(text: string, form: Form): string | null {
  if (form === 'salesforce-id') return asSalesforceId(text);
  if (form === 'first-of-list') return (text.split(/[;,|]/)[0] ?? '').trim();
  // An id that a spreadsheet made a number of: 1234.0 is 1234.
  if (form === 'plain-number') return text.replace(/\.0+$/, '');
  return text;
}

function guarded(read: TextReader, when: RowTest | null): TextReader {
  return when === null ? read : (cells) => (when(cells) ? read(cells) : null);
}

export type RowTest = (cells: readonly string[]) => boolean;

/** True where all conditions are. A column the file may lack is blank. */
export function compileConditions(
  given: Condition | readonly Condition[] | undefined,
  columns: Columns,
): RowTest | null {
  if (given === undefined) return null;
  const list: readonly Condition[] = 'column' in given ? [given] : given;
  const tests = list.map((each) => compileCondition(each, columns));
  return (cells) => tests.every((test) => test(cells));
}

export function compileCondition(given: Condition, columns: Columns): RowTest {
  const place = columns.find(given.column);
  const words = (value: string | string[] | undefined) =>
    value === undefined ? null : new Set((Array.isArray(value) ? value : [value]).map(plainWord));
  const is = words(given.is);
  const isNot = words(given.isNot);
  return (cells) => {
    const text = place === null ? '' : (cells[place] ?? '').trim();
    if (given.blank !== undefined && (text === '') !== given.blank) return false;
    const word = plainWord(text);
    if (is && !is.has(word)) return false;
    return !isNot?.has(word);
  };
}
