import { inSavepoint, type Tx } from '../../../platform/postgres/database.ts';
import { type IngestResult, ingest } from '../../people/index.ts';
import type { CompiledMapping } from '../mapping/compile.ts';
import { RowRefusal } from '../mapping/values.ts';
import type { FileRow, Refusal } from '../reading/read-rows.ts';
import type { RecordCounts } from '../records.ts';
import { asBatch, type ChunkBatch, type RowInputs } from './chunk-batch.ts';
import { ensureCustomFields, type NeededField } from './custom-fields.ts';

export type RefusedRow = { rowNumber: number; cells: string[]; refusal: Refusal };

export type ChunkFigures = {
  rowsRead: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  refused: RefusedRow[];
  byRecord: RecordCounts;
};

export type ChunkOptions = {
  workspaceId: string;
  compiled: CompiledMapping;
  rows: readonly FileRow[];
  fileIndex: number;
  actorName: string;
  now: Date;
};

// Each round leaves out the rows the one before refused. In the last one, what is refused stays told and the rest in.
const maxRounds = 4;

/**
 * Brings rows in. A row is in with all its records or with none: where one of them is refused, the chunk is taken
 * again without the row.
 */
export async function takeChunk(tx: Tx, options: ChunkOptions): Promise<ChunkFigures> {
  const { rows, accepted, refused, skipped } = readRows(options);
  for (let round = 1; accepted.size > 0; round += 1) {
    const taken = await ingestRows(tx, options, accepted, round === maxRounds);
    for (const [rowNumber, refusal] of taken.refusals) {
      accepted.delete(rowNumber);
      refused.push({ rowNumber, cells: rows.get(rowNumber)?.cells ?? [], refusal });
    }
    if (taken.result) return countOutcomes(options, { ...taken.result, accepted, refused, skipped });
  }
  return { ...noFigures(options.rows.length), skipped, unchanged: skipped, refused };
}

export function noFigures(rowsRead: number): ChunkFigures {
  return { rowsRead, created: 0, updated: 0, unchanged: 0, skipped: 0, refused: [], byRecord: {} };
}

function readRows(options: ChunkOptions) {
  const rows = new Map<number, FileRow>();
  const accepted = new Map<number, RowInputs>();
  const refused: RefusedRow[] = [];
  let skipped = 0;
  for (const row of options.rows) {
    const { rowNumber, cells } = row;
    rows.set(rowNumber, row);
    if (row.refusal) {
      refused.push({ rowNumber, cells, refusal: row.refusal });
      continue;
    }
    try {
      const inputs = options.compiled.readRow(cells, `${options.fileIndex}.${rowNumber}`);
      if (inputs) accepted.set(rowNumber, inputs);
      else skipped += 1;
    } catch (error) {
      if (!(error instanceof RowRefusal)) throw error;
      refused.push({
        rowNumber,
        cells,
        refusal: { code: error.code, words: error.message, column: error.column },
      });
    }
  }
  return { rows, accepted, refused, skipped };
}

class TakenBack extends Error {}

type Taken = {
  refusals: Map<number, Refusal>;
  /** Null: some rows were refused and nothing is in. */
  result: { chunk: ChunkBatch; outcomes: IngestResult['outcomes'] } | null;
};

async function ingestRows(
  tx: Tx,
  options: ChunkOptions,
  accepted: ReadonlyMap<number, RowInputs>,
  isLast: boolean,
): Promise<Taken> {
  const chunk = asBatch(accepted);
  const { workspaceId, actorName, now, compiled } = options;
  let refusals: Taken['refusals'] = new Map();
  try {
    const outcomes = await inSavepoint(tx, async () => {
      await ensureCustomFields(tx, { workspaceId, needed: neededFields(compiled, accepted.values()) });
      const { system } = compiled;
      const { batch } = chunk;
      const result = await ingest(tx, { workspaceId, system, batch, actorName, now, backfill: true });
      refusals = refusalsOf(chunk, result.outcomes);
      if (refusals.size > 0 && !isLast) throw new TakenBack();
      return result.outcomes;
    });
    return { refusals, result: { chunk, outcomes } };
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return { refusals, result: null };
  }
}

function refusalsOf(chunk: ChunkBatch, outcomes: IngestResult['outcomes']): Taken['refusals'] {
  const refusals: Taken['refusals'] = new Map();
  for (const [rowNumber, keys] of chunk.keysByRow) {
    for (const { key } of keys) {
      const outcome = outcomes.get(key);
      if (outcome?.outcome !== 'refused') continue;
      refusals.set(rowNumber, {
        code: 'not_accepted',
        words: outcome.reason ?? 'The record was not accepted.',
        column: null,
      });
      break;
    }
  }
  return refusals;
}

/** Fields that the mapping names, and those of the other columns for which a row of this chunk has a value. */
function neededFields(compiled: CompiledMapping, inputs: Iterable<RowInputs>): NeededField[] {
  const needed = new Map<
    string,
    { field: NeededField['field']; options: Map<string, { value: string; label: string }> }
  >();
  const need = (field: NeededField['field']) => {
    const id = `${field.recordType}.${field.key}`;
    const entry = needed.get(id) ?? { field, options: new Map() };
    needed.set(id, entry);
    return entry;
  };
  for (const field of compiled.customFields) if (field.isNamed) need(field);
  for (const row of inputs) {
    for (const { field, option } of row.custom) {
      const entry = need(field.field);
      if (option && !entry.options.has(option.value)) entry.options.set(option.value, option);
    }
  }
  return [...needed.values()].map(({ field, options }) => ({ field, options: [...options.values()] }));
}

const rank = { created: 2, updated: 1, unchanged: 0 } as const;
type Kept = keyof typeof rank;

function countOutcomes(
  options: ChunkOptions,
  taken: {
    chunk: ChunkBatch;
    outcomes: IngestResult['outcomes'];
    accepted: ReadonlyMap<number, RowInputs>;
    refused: RefusedRow[];
    skipped: number;
  },
): ChunkFigures {
  const figures = noFigures(options.rows.length);
  const records = new Map<string, { type: string; outcome: Kept }>();
  for (const rowNumber of taken.accepted.keys()) {
    let ofRow: Kept = 'unchanged';
    for (const { key, type } of taken.chunk.keysByRow.get(rowNumber) ?? []) {
      const found = taken.outcomes.get(key);
      if (!found || found.outcome === 'refused') continue;
      const { outcome } = found;
      const record = `${type} ${type === 'stage' ? key : (found.recordId ?? key)}`;
      const known = records.get(record);
      if (!known || rank[outcome] > rank[known.outcome]) records.set(record, { type, outcome });
      // A stage reached is news of a person who may have been there before.
      const told: Kept = type === 'stage' && outcome === 'created' ? 'updated' : outcome;
      if (rank[told] > rank[ofRow]) ofRow = told;
    }
    figures[ofRow] += 1;
  }
  for (const { type, outcome } of records.values()) {
    const counts = figures.byRecord[type] ?? { created: 0, updated: 0, unchanged: 0 };
    counts[outcome] += 1;
    figures.byRecord[type] = counts;
  }
  figures.unchanged += taken.skipped;
  return { ...figures, skipped: taken.skipped, refused: taken.refused };
}
