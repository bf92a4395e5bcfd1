import { quoted } from './sql-text.ts';

/** With fewer that went on, nothing says how long is long. */
export const fewestGoneOn = 5;

export type GoneOn = { stage: string; gone_on: number; days: [number, number]; position: number };

/** Above which number of days a stage counts as long; text of SQL over `stage_key`. */
export function limitSql(goneOn: readonly GoneOn[]): string {
  const known = goneOn.filter(({ gone_on }) => gone_on >= fewestGoneOn);
  if (known.length === 0) return 'inf';
  const keys = known.map(({ stage }) => quoted(stage));
  const days = known.map((row) => `toFloat64(${row.days[1]})`);
  return `transform(stage_key, [${keys.join(', ')}], [${days.join(', ')}], inf)`;
}

/** Of what stands still, those behind one row: a stage, and what was met last there. */
export function rowOfStalls(row: { stage: string; lastTouch?: string; untouched?: boolean }): string {
  const where = [`stage_key = ${quoted(row.stage)}`];
  if (row.lastTouch !== undefined) where.push(`last_key = ${quoted(row.lastTouch)}`);
  if (row.untouched !== undefined) where.push(`is_untouched = ${row.untouched ? 1 : 0}`);
  return where.join(' and ');
}
