import { createTestWorkspace } from '../../../../test/support/workspace.ts';
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

/** A workspace with so many hand-offs of one lead, only the last of them open. */
export async function makeHandoffs(services: Services, count: number) {
  const { workspaceId } = await createTestWorkspace(services);
  const now = services.now();
  const handoffIds = Array.from({ length: count }, () => newId());
  await services.database.inWorkspace(workspaceId, async (tx) => {
    const contactId = newId();
    await tx.run(
      sql`insert into contact (id, workspace_id, name) values (${contactId}, ${workspaceId}, 'Ada Lind')`,
    );
    await tx.run(sql`
      insert into handoff (id, workspace_id, contact_id, origin, offered_at, offered_by, closed_at, created_at, updated_at)
      select id, ${workspaceId}, ${contactId}, 'hand', ${now}, 'Test', case when place = ${count} then null else ${now}::timestamptz end,
        ${now}, ${now}
      from unnest(${sql.param(handoffIds)}::uuid[]) with ordinality as one (id, place)`);
  });
  return { workspaceId, handoffIds };
}
