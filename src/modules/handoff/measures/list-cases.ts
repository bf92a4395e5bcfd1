import type { Tx } from '../../../platform/postgres/database.ts';
import type { CaseList, CaseState, SlaCase, SlaFilter } from './contract.ts';
import { planSla } from './plan.ts';
import { findCases } from './queries/find-cases.ts';

/** The hand-offs behind a figure, with what the figure is about. */
export async function listCases(options: {
  tx: Tx;
  now: Date;
  filter: SlaFilter;
  of: CaseList;
  state: CaseState;
  lacks?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: SlaCase[]; nextCursor: string | null }> {
  const plan = await planSla(options);
  const { rows, nextCursor } = await findCases(plan, options);
  const items = rows.map((row): SlaCase => {
    const {
      place: _place,
      responseDueAt,
      dispositionDueAt,
      firstResponseAt,
      decidedAt,
      responseS,
      decisionDays,
      completeness,
      attempts,
      ...shown
    } = row;
    return {
      ...shown,
      offeredAt: row.offeredAt.toISOString(),
      ...aboutOf(options.of, {
        responseDueAt,
        dispositionDueAt,
        firstResponseAt,
        decidedAt,
        responseS,
        decisionDays,
        completeness,
        attempts,
      }),
    };
  });
  return { items, nextCursor };
}

type Measured = {
  responseDueAt: Date | null;
  dispositionDueAt: Date | null;
  firstResponseAt: Date | null;
  decidedAt: Date | null;
  responseS: number | null;
  decisionDays: number | null;
  completeness: number | null;
  attempts: number;
};

const hourS = 3_600;
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Of all that was measured, what the list is about. */
function aboutOf(of: CaseList, one: Measured): Pick<SlaCase, 'dueAt' | 'answeredAt' | 'value' | 'unit'> {
  const { responseDueAt, dispositionDueAt, firstResponseAt, decidedAt } = one;
  const hours = one.responseS === null ? null : one.responseS / hourS;
  switch (of) {
    case 'response':
      return { dueAt: iso(responseDueAt), answeredAt: iso(firstResponseAt), value: hours, unit: 'hours' };
    case 'owed_answers':
    case 'open':
      return {
        dueAt: iso(firstResponseAt === null ? responseDueAt : dispositionDueAt),
        answeredAt: iso(firstResponseAt),
        value: hours,
        unit: 'hours',
      };
    case 'attempts':
      return { dueAt: null, answeredAt: iso(decidedAt), value: one.attempts, unit: 'count' };
    case 'completeness':
    case 'thin_packets':
      return {
        dueAt: null,
        answeredAt: null,
        value: one.completeness === null ? null : one.completeness * 100,
        unit: 'percent',
      };
    default:
      return {
        dueAt: iso(dispositionDueAt),
        answeredAt: iso(decidedAt),
        value: one.decisionDays,
        unit: 'days',
      };
  }
}
