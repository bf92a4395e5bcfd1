import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../../../platform/errors.ts';
import { isId } from '../../../../platform/ids.ts';
import { sql, type Tx } from '../../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../../workspace/index.ts';
import { foldChannel } from '../baseline/read-setting.ts';
import { type CostImport, type CostSubject, costSubjects } from './contract.ts';
import { type NewCost, ownCurrency, referenceOf, writeCost } from './record-cost.ts';

const mostRows = 20_000;

const table = z.array(z.record(z.string(), z.string()));
const isoDay = z.iso.date();

/** Reads costs from a CSV file. A row that is refused says why; the same row in another file is the same cost. */
export async function importCostFile(
  tx: Tx,
  options: { workspaceId: string; actor: Actor; now: Date; text: string; fileName: string },
): Promise<CostImport> {
  const rows = readTable(options.text);
  const currency = await ownCurrency(tx);
  const names = await readNames(tx);
  const answer: CostImport = { created: 0, unchanged: 0, refused: [] };
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const line = index + 2;
    const read = readRow(row, { currency, names });
    if (typeof read === 'string') {
      answer.refused.push({ line, reason: read });
      continue;
    }
    // Two equal rows of one file are two costs; the file again brings the same two.
    const plain = referenceOf(read);
    const nth = read.reference === undefined ? (seen.get(plain) ?? 0) : 0;
    seen.set(plain, nth + 1);
    const id = await writeCost(tx, { ...options, cost: read, source: 'file', nth });
    if (id === null) answer.unchanged += 1;
    else answer.created += 1;
  }
  if (answer.created > 0)
    await recordAudit(tx, {
      ...options,
      action: 'costs.imported',
      recordType: 'cost',
      recordLabel: options.fileName,
      changes: { entries: { from: null, to: answer.created } },
    });
  return answer;
}

function readTable(text: string): Record<string, string>[] {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = [';', '\t', ','].find((mark) => firstLine.includes(mark)) ?? ',';
  let rows: unknown;
  try {
    rows = parse(text, {
      bom: true,
      columns: (heads: string[]) => heads.map((head) => head.trim().toLowerCase()),
      delimiter,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      to: mostRows + 1,
    });
  } catch (error) {
    throw new AppError(
      'invalid_input',
      'This is no CSV file that can be read. Save it as CSV and try again.',
      {
        cause: error,
      },
    );
  }
  const read = table.parse(rows);
  if (read.length > mostRows)
    throw new AppError('too_large', `A file of costs has at most ${mostRows} rows. Split it.`);
  return read;
}

type Names = Record<Exclude<CostSubject, 'channel'>, ReadonlyMap<string, string[]>>;

async function readNames(tx: Tx): Promise<Names> {
  const rows = await tx.rows<{ subject: 'campaign' | 'asset' | 'teammate'; id: string; name: string }>(sql`
    select 'campaign' as subject, id, name from campaign union all select 'asset', id, title from asset
    union all select 'teammate', id, name from teammate`);
  const of = (subject: string) => {
    const ids = new Map<string, string[]>();
    for (const row of rows) {
      if (row.subject !== subject) continue;
      for (const key of [row.id, foldChannel(row.name)]) ids.set(key, [...(ids.get(key) ?? []), row.id]);
    }
    return ids;
  };
  return { campaign: of('campaign'), asset: of('asset'), teammate: of('teammate') };
}

/** The cost that a row tells, or why it tells none. */
function readRow(
  row: Record<string, string>,
  { currency, names }: { currency: string; names: Names },
): NewCost | string {
  const subjects = costSubjects.filter((subject) => (row[subject] ?? '') !== '');
  const [subject] = subjects;
  if (subject === undefined || subjects.length > 1)
    return `Fill in one of the columns ${costSubjects.join(', ')}, and only one.`;
  const name = row[subject] ?? '';
  const from = row.from || row.date || '';
  const to = row.to || from;
  if (!isoDay.safeParse(from).success || !isoDay.safeParse(to).success)
    return 'Days are written YYYY-MM-DD, in the columns from and to.';
  if (to < from) return 'The last day is before the first.';
  const own = (row.currency || currency).toUpperCase();
  if (!/^[A-Z]{3}$/.test(own)) return `"${row.currency}" is no currency; it has three letters, such as EUR.`;
  const amountMinor = amountOf(row.amount ?? '', own);
  if (amountMinor === null) return `"${row.amount ?? ''}" is no amount; write it as 1234.50.`;
  if (amountMinor === 0) return 'An amount of nothing is no cost.';
  const common = {
    subject,
    fromOn: from,
    toOn: to,
    amountMinor,
    currency: own,
    ...(row.what ? { what: row.what.slice(0, 200) } : {}),
    ...(row.reference ? { reference: row.reference.slice(0, 200) } : {}),
  };
  if (subject === 'channel') return { ...common, channel: name };
  const ids = names[subject].get(isId(name) ? name : foldChannel(name)) ?? [];
  const [recordId] = ids;
  if (recordId === undefined) return `There is no ${subject} "${name}".`;
  if (ids.length > 1) return `"${name}" is the name of several ${subject}s; give its id.`;
  return { ...common, recordId };
}

const largestMinor = 100_000_000_000;

/** 1234.5, 1,234.50 and 1.234,50 alike: the last mark followed by one or two figures is the decimal one. */
export function amountOf(text: string, currency: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0'€$£]/g, '');
  const found = /^(-?)(\d+(?:[.,]\d{3})*|\d+)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (found === null) return null;
  const [, sign = '', whole = '', part = ''] = found;
  const places =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  if (part.length > places) return null;
  const minor =
    Number(whole.replaceAll(/[.,]/g, '')) * 10 ** places + Number(part.padEnd(places, '0') || '0');
  return minor > largestMinor ? null : sign === '-' ? -minor : minor;
}
