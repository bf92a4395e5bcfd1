import { newId } from '../../../platform/ids.ts';
import type { ImportedHandoff } from './import-handoffs.ts';

type EventRow = {
  id: string;
  handoff_id: string;
  at: Date;
  what: string;
  by_name: string;
  from_state: string | null;
  to_state: string | null;
  reason_key: string | null;
  reason: string | null;
};

/** What happened to an imported hand-off, oldest first, as the moves here would have recorded it. */
export function eventsOf(one: ImportedHandoff & { id: string }): EventRow[] {
  const events: EventRow[] = [];
  const add = (what: string, at: Date, by: string, rest: Partial<EventRow> = {}) =>
    events.push({
      id: newId(),
      handoff_id: one.id,
      at,
      what,
      by_name: by,
      from_state: null,
      to_state: null,
      reason_key: null,
      reason: null,
      ...rest,
    });
  add('offered', one.offeredAt, one.offeredBy, { to_state: 'offered' });
  if (one.firstResponseAt) add('responded', one.firstResponseAt, one.ownerName);
  if (one.decision && one.decidedAt) {
    const isOwn = one.state === one.decision;
    add(one.decision, one.decidedAt, one.decision === 'expired' ? 'nobody answered' : one.ownerName, {
      from_state: 'offered',
      to_state: one.decision,
      ...(isOwn ? { reason_key: one.reasonKey, reason: one.reason } : {}),
    });
  }
  if (one.endedAt && (one.state === 'returned' || one.state === 'converted')) {
    add(one.state, one.endedAt, one.ownerName, {
      from_state: 'accepted',
      to_state: one.state,
      ...(one.state === 'returned' ? { reason_key: one.reasonKey, reason: one.reason } : {}),
    });
  }
  if (one.followUp === 'offered_again' && one.followedUpAt)
    add('offered_again', one.followedUpAt, one.offeredBy);
  if (one.followUp === 'closed' && one.followedUpAt)
    add('closed', one.followedUpAt, one.offeredBy, { reason: one.followUpReason });
  return events.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}
