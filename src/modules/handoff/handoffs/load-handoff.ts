import { notFound } from '../../../platform/errors.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { BusinessCalendar } from '../../language/contract.ts';
import { calendarWords, slaVersion } from '../../language/index.ts';
import type { Handoff } from './contract.ts';
import { eventWords } from './event-words.ts';
import { presentRow, type RowOf, rowColumns, rowJoins } from './handoff-rows.ts';

type Extra = RowOf & {
  slaVersionId: string | null;
  previousId: string | null;
  nextId: string | null;
  dealId: string | null;
  dealName: string | null;
};

/** One hand-off in full: its packet, its clocks, and every move with who made it. */
export async function loadHandoff(options: { tx: Tx; id: string; now: Date }): Promise<Handoff> {
  const { tx, id, now } = options;
  const row = await tx.first<Extra>(sql`select ${rowColumns(now)}, h.sla_version_id as "slaVersionId",
      h.previous_id as "previousId", (select n.id from handoff n where n.contact_id = h.contact_id and n.previous_id = h.id
        order by n.offered_at desc limit 1) as "nextId", d.id as "dealId", d.name as "dealName"
    from handoff h ${rowJoins} left join opportunity d on d.id = h.opportunity_id where h.id = ${id}`);
  if (row === null) throw notFound('hand-off');
  const sla = row.slaVersionId === null ? null : await slaVersion(tx, row.slaVersionId);
  return {
    ...presentRow(row),
    packet: row.packet,
    clocks: await readClocks(tx, id),
    events: await readEvents(tx, id),
    slaVersion:
      sla === null
        ? null
        : {
            definitionId: sla.definitionId,
            key: sla.key,
            word: sla.word,
            number: sla.number,
            unsigned: sla.unsigned,
          },
    previousId: row.previousId,
    nextId: row.nextId,
    deal: row.dealId === null || row.dealName === null ? null : { id: row.dealId, name: row.dealName },
  };
}

type ClockRow = Omit<Handoff['clocks'][number], 'startedAt' | 'dueAt' | 'calendar'> & {
  startedAt: Date;
  dueAt: Date | null;
  calendar: BusinessCalendar;
};

/** What counts for sales or marketing; the clock that ends a pause is part of the pause. */
async function readClocks(tx: Tx, id: string): Promise<Handoff['clocks']> {
  const rows = await tx.rows<ClockRow>(sql`select id, kind, state, started_at as "startedAt",
      case when state = 'paused' then null else due_at end as "dueAt", calendar
    from sla_clock where handoff_id = ${id} and kind <> 'resume' order by due_at, kind, step`);
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    calendar: calendarWords(row.calendar),
  }));
}

type EventRow = {
  id: string;
  at: Date;
  what: string;
  byName: string;
  reason: string | null;
  details: Record<string, unknown>;
  slaNumber: number | null;
};

async function readEvents(tx: Tx, id: string): Promise<Handoff['events']> {
  const rows =
    await tx.rows<EventRow>(sql`select e.id, e.at, e.what, e.by_name as "byName", e.reason, e.details,
      v.number as "slaNumber"
    from handoff_event e left join definition_version v on v.id = e.sla_version_id
    where e.handoff_id = ${id} order by e.at, e.id`);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    what: row.what,
    byName: row.byName,
    text: eventWords(row),
    reason: row.reason,
    slaVersion: row.slaNumber,
  }));
}
