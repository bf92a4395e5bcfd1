import { newId } from '../../../platform/ids.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import type { BusinessCalendar } from '../../language/contract.ts';

export const hourMs = 3_600_000;
const workdays = [1, 2, 3, 4, 5];

export const berlin: BusinessCalendar = {
  key: 'berlin',
  name: 'Berlin',
  timeZone: 'Europe/Berlin',
  hours: workdays.map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  holidays: { country: 'DE', state: 'BE', region: null },
  daysOff: ['2026-12-24', '2026-12-31'],
};
export const newYork: BusinessCalendar = {
  key: 'new_york',
  name: 'New York',
  timeZone: 'America/New_York',
  hours: workdays.map((weekday) => ({ weekday, from: '08:30', to: '18:00' })),
  holidays: { country: 'US', state: 'NY', region: null },
  daysOff: [],
};
export const always: BusinessCalendar = {
  key: 'always',
  name: 'Around the clock',
  timeZone: 'Australia/Lord_Howe',
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  holidays: null,
  daysOff: [],
};

/** A workspace with so many open hand-offs, each of a lead of its own. */
export async function makeHandoffs(services: Pick<Services, 'database' | 'now'>, count: number) {
  const workspaceId = newId();
  const now = services.now();
  const ids = () => Array.from({ length: count }, () => newId());
  const [contactIds, handoffIds] = [ids(), ids()];
  await services.database.asSystem(async (tx) => {
    await tx.run(
      sql`insert into workspace (id, name, slug, currency, time_zone)
        values (${workspaceId}, 'Clocks', ${`clocks-${workspaceId}`}, 'EUR', 'UTC')`,
    );
    await tx.run(sql`
      insert into contact (id, workspace_id, name)
      select id, ${workspaceId}, 'Lead ' || place from unnest(${sql.param(contactIds)}::uuid[]) with ordinality as one (id, place)`);
    await tx.run(sql`
      insert into handoff (id, workspace_id, contact_id, origin, offered_at, offered_by, created_at, updated_at)
      select id, ${workspaceId}, contact_id, 'import', ${now}, 'Test', ${now}, ${now}
      from unnest(${sql.param(handoffIds)}::uuid[], ${sql.param(contactIds)}::uuid[]) as one (id, contact_id)`);
  });
  return { workspaceId, handoffIds };
}
