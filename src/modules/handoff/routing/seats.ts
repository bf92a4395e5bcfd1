import { DateTime } from 'luxon';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { addBusinessMs, type BusinessCalendar, isOpen, slaInForce } from '../../language/index.ts';

/** Somebody who may be given a lead, as they stand now. */
export type Seat = {
  teammateId: string;
  name: string;
  takesLeads: boolean;
  /** Open hand-offs they may hold; null: no limit. */
  capacity: number | null;
  weight: number;
  open: number;
  /** Null where no agreement gives office hours. */
  atWork: boolean | null;
  /** Last day of an absence that covers the day on which they would begin. */
  awayUntil: string | null;
};

type SeatRow = {
  id: string;
  name: string;
  side: string | null;
  known: boolean;
  takes_leads: boolean | null;
  capacity: number | null;
  weight: number | null;
  calendar_key: string | null;
  open: number;
};
type AbsenceRow = { teammate_id: string; from_day: string; to_day: string };

/** Beyond their capacity so many are counted, to say by how much somebody is overfull. */
const countedBeyond = 100;
const mostCounted = 1_000;

/** The calendar somebody works by: their own, else the first of the agreement in force. */
export function calendarOf(
  calendars: readonly BusinessCalendar[],
  key: string | null,
): BusinessCalendar | null {
  return calendars.find((calendar) => calendar.key === key) ?? calendars[0] ?? null;
}

export async function calendarsInForce(tx: Tx): Promise<readonly BusinessCalendar[]> {
  return (await slaInForce(tx))?.policy.calendars ?? [];
}

/** Everybody of whom somebody said how they take leads, and these others. Asked under `lockRouting`, the counts hold. */
export async function loadSeats(
  tx: Tx,
  options: { now: Date; alsoIds: readonly string[] },
): Promise<{ seats: Map<string, Seat>; sellerIds: string[] }> {
  const { now, alsoIds } = options;
  const calendars = await calendarsInForce(tx);
  const zone = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const rows =
    await tx.rows<SeatRow>(sql`select t.id, t.name, t.side, s.teammate_id is not null as known, s.takes_leads,
      s.capacity, s.weight, s.calendar_key,
      (select count(*)::int from (select 1 from handoff h where h.owner_id = t.id and h.closed_at is null
        limit least(coalesce(s.capacity, ${mostCounted}), ${mostCounted}) + ${countedBeyond}) as held) as open
    from teammate t left join routing_seller s on s.teammate_id = t.id
    where s.teammate_id is not null or t.id = any(${sql.param([...alsoIds])}::uuid[])
    order by lower(t.name), t.id`);
  const away =
    await tx.rows<AbsenceRow>(sql`select teammate_id, from_day::text, to_day::text from routing_absence
    where to_day >= ${DateTime.fromJSDate(now).minus({ days: 1 }).toISODate()}::date`);
  const seats = rows.map((row) => {
    const calendar = calendarOf(calendars, row.calendar_key);
    const day = nextDayAtWork(calendar, zone?.time_zone ?? 'UTC', now);
    const covering = away.filter(
      (one) => one.teammate_id === row.id && one.from_day <= day && one.to_day >= day,
    );
    return {
      teammateId: row.id,
      name: row.name,
      takesLeads: row.takes_leads ?? row.side === 'sales',
      capacity: row.capacity,
      weight: row.weight ?? 1,
      open: row.open,
      atWork: calendar === null ? null : isOpen(calendar, now.getTime()),
      awayUntil:
        covering
          .map((one) => one.to_day)
          .toSorted()
          .at(-1) ?? null,
    };
  });
  return {
    seats: new Map(seats.map((seat) => [seat.teammateId, seat])),
    sellerIds: rows.flatMap((row) => (row.known ? [row.id] : [])),
  };
}

/** The day on which somebody would begin with a lead that comes now: today, or when their office next opens. */
export function nextDayAtWork(calendar: BusinessCalendar | null, workspaceZone: string, now: Date): string {
  const zone = calendar?.timeZone ?? workspaceZone;
  const nowMs = now.getTime();
  const beginsMs =
    calendar === null || isOpen(calendar, nowMs) ? nowMs : addBusinessMs(calendar, nowMs, 60_000);
  return DateTime.fromMillis(beginsMs, { zone }).toISODate() ?? now.toISOString().slice(0, 10);
}
