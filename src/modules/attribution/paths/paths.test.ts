import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { attributePaths } from './attribute-paths.ts';
import { readPaths } from './read-paths.ts';

const small = 'path,total_conversions,total_conversion_value,total_null\na > b,2,10.5,1\n"b",1,4,0\n';

describe('files of paths', () => {
  it.each([
    ['commas', small],
    ['semicolons', small.replaceAll(',', ';').replaceAll('"', '')],
    ['tabs and a byte order mark', `\uFEFF${small.replaceAll(',', '\t')}`],
    ['carriage returns', small.replaceAll('\n', '\r\n')],
  ])('reads %s', (_, text) => {
    expect(readPaths(text)).toEqual([
      { keys: ['a', 'b'], conversions: 2, value: 10.5, nulls: 1 },
      { keys: ['b'], conversions: 1, value: 4, nulls: 0 },
    ]);
  });

  it.each([
    ['path,other\na,1\n', /no column "total_conversions"/],
    ['path,total_conversions\n >,1\n', /Row 2: the path is empty/],
    ['path,total_conversions\na,1\nb,many\n', /Row 3, total_conversions: "many"/],
    ['path,total_conversions\na,-1\n', /not a number from 0 on/],
    ['path,total_conversions\n"a,1\n', /not the CSV/],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readPaths(text)).toThrow(message);
  });

  it('says which models need more than an order', async () => {
    await expect(attributePaths(readPaths(small), 'time-decay')).rejects.toThrow(/needs times or milestones/);
    expect(await attributePaths(readPaths(small), 'position')).toEqual([
      { key: 'b', conversions: 2, value: 9.25 },
      { key: 'a', conversions: 1, value: 5.25 },
    ]);
  });
});

const realData = process.env.LIAISON_REAL_DATA;

describe.runIf(realData)('ten thousand published paths', () => {
  it.each([
    ['first', 'first_conv', 'first_value'],
    ['last', 'last_conv', 'last_value'],
    ['linear', 'linear_conv', 'linear_value'],
    ['markov-1', 'markov1_conv_exact', null],
    ['markov-2', 'markov2_conv_exact', null],
    ['markov-3', 'markov3_conv_exact', null],
  ] as const)('%s equals the exact reference', async (model, conversions, value) => {
    const folder = join(realData ?? '', 'channelattribution');
    const paths = readPaths(await readFile(join(folder, 'Data.csv'), 'utf8'));
    const reference: Record<string, string>[] = parse(
      await readFile(join(folder, 'reference_exact.csv'), 'utf8'),
      { columns: true },
    );
    const credits = new Map((await attributePaths(paths, model)).map((credit) => [credit.key, credit]));
    expect(credits.size).toBe(reference.length);
    for (const row of reference) {
      const credit = credits.get(row.channel ?? '');
      const isWithin = (got: number | undefined, wanted: number) =>
        // A millionth of it, or the last digit that the reference prints.
        expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(Math.max(wanted * 1e-6, 5.1e-7));
      isWithin(credit?.conversions, Number(row[conversions]));
      if (value !== null) isWithin(credit?.value, Number(row[value]));
      if (model === 'markov-1') isWithin(credit?.removalEffect, Number(row.markov1_removal_effect_exact));
    }
  });
});
