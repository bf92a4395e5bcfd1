import { type Mapping, mapping as mappingSchema } from '../mapping/contract.ts';
import { namesColumn, slotsOf } from './mapping-places.ts';

export type FieldProblem = { path: string; message: string };

/** What is wrong with a mapping, sorted to where the page shows it. */
export type PlacedProblems = {
  /** By heading. */
  columns: Record<string, string[]>;
  /** By the record's name in the mapping. */
  records: Record<string, string[]>;
  /** By the mapping's own key, such as `dates`. */
  settings: Record<string, string[]>;
  elsewhere: string[];
  count: number;
};

/** The same checks as the server's, so that a mistake shows at once. */
export function problemsOf(mapping: Mapping): FieldProblem[] {
  const checked = mappingSchema.safeParse(mapping);
  if (checked.success) return [];
  return checked.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
}

const settingKeys = new Set([
  'name',
  'system',
  'dates',
  'decimals',
  'timeZone',
  'currency',
  'blank',
  'otherColumns',
  'missingColumns',
]);

export function placeProblems(
  mapping: Mapping,
  headings: readonly string[],
  problems: readonly FieldProblem[],
): PlacedProblems {
  const placed: PlacedProblems = { columns: {}, records: {}, settings: {}, elsewhere: [], count: 0 };
  const add = (where: Record<string, string[]>, key: string, message: string) => {
    where[key] = [...new Set([...(where[key] ?? []), message])];
  };
  for (const { path, message } of problems) {
    placed.count += 1;
    const [top = '', record = '', ...rest] = ofRecord(mapping, path).split('.');
    if (top !== 'records') {
      if (settingKeys.has(top)) add(placed.settings, top, message);
      else placed.elsewhere.push(path === '' ? message : `${path}: ${message}`);
      continue;
    }
    const target = rest.join('.');
    const columns = slotsOf(mapping)
      .filter((slot) => slot.record === record && target !== '' && `${target}.`.startsWith(`${slot.target}.`))
      .flatMap((slot) => slot.columns);
    const heading = headings.find((each) => columns.some((column) => namesColumn(column, each)));
    if (heading !== undefined) add(placed.columns, heading, message);
    else if (record in mapping.records) add(placed.records, record, message);
    else placed.elsewhere.push(`${path}: ${message}`);
  }
  return placed;
}

/** The server names a custom field by its key alone where the workspace has it already. */
function ofRecord(mapping: Mapping, path: string): string {
  const [top, key = ''] = path.split('.');
  if (top !== 'custom') return path;
  const owner = Object.entries(mapping.records).find(([, record]) => record.custom[key] !== undefined);
  return owner ? `records.${owner[0]}.${path}` : path;
}
