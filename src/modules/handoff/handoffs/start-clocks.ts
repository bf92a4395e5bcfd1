import type { Tx } from '../../../platform/postgres/database.ts';
import { responseHoursFor } from '../../language/contract.ts';
import { addBusinessDays, addBusinessMs, type Sla } from '../../language/index.ts';
import { startClock } from '../clocks/index.ts';
import { calendarOf } from './promises.ts';

const hourMs = 3_600_000;

export type DueTimes = { responseDueAt: Date; dispositionDueAt: Date; expiresAt: Date };

/** By when sales has promised what, for a lead of this grade that is offered now; null: no agreement is in force. */
export function dueTimes(
  sla: Sla | null,
  lead: { grade: string | null; calendarKey: string | null; now: Date },
): DueTimes | null {
  const calendar = sla === null ? null : calendarOf(sla.policy, lead.calendarKey);
  if (sla === null || calendar === null) return null;
  const fromMs = lead.now.getTime();
  const { sales } = sla.policy;
  return {
    responseDueAt: new Date(
      addBusinessMs(calendar, fromMs, responseHoursFor(sla.policy, lead.grade) * hourMs),
    ),
    dispositionDueAt: new Date(addBusinessDays(calendar, fromMs, sales.dispositionDays)),
    expiresAt: new Date(addBusinessDays(calendar, fromMs, sales.expiresDays)),
  };
}

/** Starts the clocks of an offer. Escalations go out only under an agreement that both sides have signed. */
export async function startOfferClocks(
  tx: Tx,
  options: {
    workspaceId: string;
    handoffId: string;
    sla: Sla;
    grade: string | null;
    calendarKey: string | null;
    due: DueTimes;
    now: Date;
  },
): Promise<void> {
  const { workspaceId, handoffId, sla, due, now } = options;
  const calendar = calendarOf(sla.policy, options.calendarKey);
  if (calendar === null) return;
  const clock = { workspaceId, handoffId, calendar, startedAt: now };
  const responseMs = responseHoursFor(sla.policy, options.grade) * hourMs;
  await startClock(tx, { ...clock, kind: 'first_response', allowedMs: responseMs });
  await startClock(tx, { ...clock, kind: 'disposition', dueAt: due.dispositionDueAt });
  await startClock(tx, { ...clock, kind: 'expiry', dueAt: due.expiresAt });
  if (sla.unsigned) return;
  for (const [step, { hours }] of sla.policy.escalation.entries()) {
    const allowedMs = responseMs + hours * hourMs;
    // Nobody can be warned before there is anything to warn of.
    if (allowedMs > 0) await startClock(tx, { ...clock, kind: 'escalation', step, allowedMs });
  }
}
