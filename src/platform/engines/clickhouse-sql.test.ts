import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatement, quote, StatementRefused } from './clickhouse-sql.ts';

describe('parseStatement', () => {
  it.each([
    ['SELECT 1 FORMAT JSON', 'SELECT 1 ', 'FORMAT JSON', 'JSON'],
    ['SELECT 1\nFORMAT JSONEachRow;\n', 'SELECT 1\n', 'FORMAT JSONEachRow', 'JSONEachRow'],
    [
      'SELECT 1 FORMAT CSV SETTINGS max_threads = 1',
      'SELECT 1 ',
      'FORMAT CSV SETTINGS max_threads = 1',
      'CSV',
    ],
    ["SELECT ' FORMAT JSON' -- FORMAT CSV", "SELECT ' FORMAT JSON' -- FORMAT CSV", '', null],
    ['SELECT format FROM t ORDER BY format DESC', 'SELECT format FROM t ORDER BY format DESC', '', null],
    [
      '/* a; */ with x as (select 1) select * from x',
      '/* a; */ with x as (select 1) select * from x',
      '',
      null,
    ],
    ['(SELECT 1) UNION ALL (SELECT 2)', '(SELECT 1) UNION ALL (SELECT 2)', '', null],
    ["SELECT 'it''s; \\'' AS `a;b`", "SELECT 'it''s; \\'' AS `a;b`", '', null],
  ])('finds the output format of %s', (sql, head, tail, format) => {
    expect(parseStatement(sql)).toEqual({ kind: 'rows', head, tail, format });
  });

  it.each([
    ['INSERT INTO t FORMAT JSONEachRow', 'INSERT INTO t ', '', 'JSONEachRow', ''],
    [
      'INSERT INTO t (a, format) SETTINGS x = 1 FORMAT CSV\n1;2',
      'INSERT INTO t (a, format) ',
      'SETTINGS x = 1 ',
      'CSV',
      '1;2',
    ],
    ["insert into t values (1, ';'), (2, 'b')", 'insert into t ', '', 'Values', "(1, ';'), (2, 'b')"],
    ['INSERT INTO t (`values`) VALUES (1)', 'INSERT INTO t (`values`) ', '', 'Values', '(1)'],
  ])('finds the rows of %s', (sql, head, settings, format, data) => {
    expect(parseStatement(sql)).toEqual({ kind: 'insert', head, settings, format, data });
  });

  it.each([
    'INSERT INTO t SELECT * FROM s',
    'INSERT INTO t WITH 1 AS x SELECT x',
    'CREATE TABLE t (a Int8) ENGINE = Memory',
    'CREATE VIEW v AS SELECT 1',
    'ALTER TABLE t DELETE WHERE a = 1',
  ])('leaves %s to the engine', (sql) => {
    expect(parseStatement(`${sql};`)).toEqual({ kind: 'command', text: sql });
  });

  it.each([
    ['', 62],
    ['  -- nothing', 62],
    ['SELECT 1; DROP TABLE t', 62],
    ["SELECT 1 INTO OUTFILE 'x'", 48],
    ["INSERT INTO t FROM INFILE 'x' FORMAT CSV", 48],
  ])('refuses %j', (sql, code) => {
    const refusal = (() => {
      try {
        return parseStatement(sql);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(StatementRefused);
    expect(refusal).toMatchObject({ code });
  });

  it('never takes the inside of a string for syntax', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const head = `SELECT ${quote(text)} AS t `;
        expect(parseStatement(`${head}FORMAT JSON`)).toEqual({
          kind: 'rows',
          head,
          tail: 'FORMAT JSON',
          format: 'JSON',
        });
      }),
    );
  });

  it('reads a long list without running out of stack', () => {
    const long = `SELECT '${'x'.repeat(5_000_000)}' IN (${'1,'.repeat(100_000)}1)`;
    expect(parseStatement(long)).toMatchObject({ kind: 'rows', format: null });
  });
});
