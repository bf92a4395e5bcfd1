import type { Services } from '../../../platform/services.ts';
import { pairsSql } from './pairs-sql.ts';
import { newPlan } from './plan.ts';
import { canResample, firstOfResampled } from './resample-sql.ts';
import { runQuery } from './run.ts';
import { type Subject, type SubjectOptions, subjectSql } from './subject.ts';

export type FirstHolding = {
  contactId: string;
  /** Place of the first of the moments, from when the lead was known, at which the subject holds. */
  first: number;
  /** It held at the first moment asked about already. */
  before: boolean;
};

export type FirstHoldingOptions = SubjectOptions & {
  /** Ascending. */
  moments: readonly Date[];
  /** A query that gives the only `contact_id`s meant. */
  among?: string;
};

/** A query that gives `contact_id, first_m UInt32, held_before UInt8` of each lead for whom the subject holds at any. */
export function firstHoldingSql(options: FirstHoldingOptions): string {
  const plan = newPlan(options.env);
  const condition = subjectSql(plan, options.subject);
  const asked = { momentsMs: options.moments.map((moment) => moment.getTime()) };
  const pairsOptions = { ...options, plan, asked };
  if (canResample(pairsOptions)) return firstOfResampled(pairsOptions, condition);
  const pairs = pairsSql(pairsOptions);
  return `select contact_id, min(m) as first_m, first_m = 0 as held_before
    from (${pairs}) where ${condition} group by contact_id`;
}

/**
 * A query that gives `contact_id, met_0 UInt8, met_1 UInt8, …` of each lead for whom one of several subjects holds at any
 * of the moments: all are asked of the same pairs, which cost more than the asking.
 */
export function holdingOfSql({
  subjects,
  ...options
}: Omit<FirstHoldingOptions, 'subject'> & { subjects: readonly Subject[] }): string {
  const plan = newPlan(options.env);
  const conditions = subjects.map((subject, place) => subjectSql(plan, subject, `subject_${place}`));
  const pairs = pairsSql({
    ...options,
    plan,
    asked: { momentsMs: options.moments.map((moment) => moment.getTime()) },
  });
  const each = conditions.map((condition, place) => `toUInt8(${condition}) as holds_${place}`);
  const met = conditions.map((_, place) => `max(holds_${place}) as met_${place}`);
  const any = conditions.map((_, place) => `holds_${place}`).join(' or ');
  return `select contact_id, ${met.join(', ')} from (select contact_id, ${each.join(', ')} from (${pairs}) where ${any})
    group by contact_id`;
}

export async function firstHolding(
  services: Pick<Services, 'clickhouse'>,
  options: FirstHoldingOptions,
): Promise<FirstHolding[]> {
  if (options.moments.length === 0) return [];
  const rows = await runQuery<{ contact_id: string; first_m: number; held_before: number }>(
    services.clickhouse,
    firstHoldingSql(options),
  );
  return rows.map((row) => ({
    contactId: row.contact_id,
    first: row.first_m,
    before: row.held_before === 1,
  }));
}
