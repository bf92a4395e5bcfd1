import { DateTime } from 'luxon';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type BusinessCalendar, calendarWords, isOpen } from '../../language/index.ts';
import type { Seller } from './contract.ts';
import { calendarOf, calendarsInForce, nextDayAtWork } from './seats.ts';

type Row = {
  id: string;
  name: string;
  user_id: string | null;
  side: string | null;
  known: boolean;
  takes_leads: boolean | null;
  capacity: number | null;
  weight: number | null;
  calendar_key: string | null;
  open: number;
  pool_ids: string[];
};
type AbsenceRow = {
  id: string;
  teammate_id: string;
  from_day: string;
  to_day: string;
  reason: string | null;
  said_by: string;
};
type Sellers = {
  items: Seller[];
  calendars: { key: string; name: string; hours: string }[];
};

/** Everybody of the sales side, and who was set to take leads besides, by name. */
export async function listSellers(options: {
  tx: Tx;
  now: Date;
  userId: string | null;
  teammateId?: string;
}): Promise<Sellers> {
  const { tx, now, userId, teammateId } = options;
  const only = teammateId === undefined ? sql`true` : sql`t.id = ${teammateId}`;
  const rows =
    await tx.rows<Row>(sql`select t.id, t.name, t.user_id, t.side, s.teammate_id is not null as known,
      s.takes_leads, s.capacity, s.weight, s.calendar_key,
      (select count(*)::int from handoff h where h.owner_id = t.id and h.closed_at is null) as open,
      array(select m.pool_id::text from routing_pool_member m join routing_pool p on p.id = m.pool_id
        where m.teammate_id = t.id order by lower(p.name), p.id) as pool_ids
    from teammate t left join routing_seller s on s.teammate_id = t.id
    where (s.teammate_id is not null or t.side = 'sales') and ${only}
    order by lower(t.name), t.id limit 500`);
  const zone = await tx.first<{ time_zone: string }>(sql`select time_zone from workspace`);
  const absences =
    await tx.rows<AbsenceRow>(sql`select id, teammate_id, from_day::text, to_day::text, reason, said_by
    from routing_absence where to_day >= ${DateTime.fromJSDate(now).minus({ days: 1 }).toISODate()}::date
    order by from_day, id`);
  const calendars = await calendarsInForce(tx);
  const present = presenter({ calendars, zone: zone?.time_zone ?? 'UTC', now, userId, absences });
  return {
    items: rows.map(present),
    calendars: calendars.map((one) => ({ key: one.key, name: one.name, hours: calendarWords(one) })),
  };
}

function presenter(options: {
  calendars: readonly BusinessCalendar[];
  zone: string;
  now: Date;
  userId: string | null;
  absences: readonly AbsenceRow[];
}): (row: Row) => Seller {
  const { calendars, zone, now, userId, absences } = options;
  return (row) => {
    const calendar = calendarOf(calendars, row.calendar_key);
    const today = DateTime.fromJSDate(now, { zone: calendar?.timeZone ?? zone }).toISODate() ?? '';
    const begins = nextDayAtWork(calendar, zone, now);
    const own = absences.filter((one) => one.teammate_id === row.id && one.to_day >= today);
    const covering = own.filter((one) => one.from_day <= begins && one.to_day >= begins);
    return {
      teammate: { id: row.id, name: row.name },
      isMe: userId !== null && row.user_id === userId,
      known: row.known,
      takesLeads: row.takes_leads ?? row.side === 'sales',
      capacity: row.capacity,
      weight: row.weight ?? 1,
      calendarKey: calendars.some(({ key }) => key === row.calendar_key) ? row.calendar_key : null,
      open: row.open,
      atWork: calendar === null ? null : isOpen(calendar, now.getTime()),
      awayUntil:
        covering
          .map((one) => one.to_day)
          .toSorted()
          .at(-1) ?? null,
      absences: own.map((one) => ({
        id: one.id,
        from: one.from_day,
        to: one.to_day,
        reason: one.reason,
        saidBy: one.said_by,
      })),
      poolIds: row.pool_ids,
    };
  };
}
