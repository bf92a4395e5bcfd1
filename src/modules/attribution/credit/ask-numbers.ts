import type { Readable } from 'node:stream';
import type { ClickHouse } from '../../../platform/clickhouse/clickhouse.ts';
import { Turns } from '../models/turns.ts';
import { untilLetGo } from './ask.ts';

const bytesEach = 8;
const settings = {
  join_use_nulls: 0,
  compile_expressions: 0,
  // Keys of a dimension are written out in the query.
  max_query_size: '4194304',
} as const;

/**
 * Rows of numbers, a million and more of them: as they come, without text in between, and so that others have their turn.
 * `columns` are expressions over `from`; `row` is told them in that order, and must not keep the array.
 */
export async function askNumbers(
  clickhouse: ClickHouse,
  query: { columns: readonly string[]; from: string },
  { row, signal }: { row: (numbers: readonly number[]) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const columns = query.columns.map((column) => `toFloat64(${column})`);
  const text = `select ${columns.join(', ')} ${query.from} format RowBinary`;
  await untilLetGo(clickhouse, signal, async (asked) => {
    const { stream } = await clickhouse.exec({ query: text, clickhouse_settings: settings, ...asked });
    await readNumbers(stream, columns.length, { row, turns: new Turns(signal) });
  });
}

async function readNumbers(
  stream: Readable,
  columns: number,
  { row, turns }: { row: (numbers: readonly number[]) => void; turns: Turns },
): Promise<void> {
  const bytesARow = columns * bytesEach;
  const numbers = new Array<number>(columns).fill(0);
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new Error('The engine sent text where numbers were asked for.');
    const bytes = left.length > 0 ? Buffer.concat([left, chunk]) : chunk;
    let at = 0;
    for (; at + bytesARow <= bytes.length; at += bytesARow) {
      for (let column = 0; column < columns; column += 1)
        numbers[column] = bytes.readDoubleLE(at + column * bytesEach);
      row(numbers);
    }
    left = bytes.subarray(at);
    if (turns.isOver) await turns.others();
  }
  if (left.length > 0) throw new Error('The engine stopped in the middle of a row.');
}
