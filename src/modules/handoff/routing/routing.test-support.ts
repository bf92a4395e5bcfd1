import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { addStarterDefinitions } from '../../language/index.ts';
import { putSeller } from './put-seller.ts';
import { routeLead } from './route-lead.ts';
import type { Step } from './step.ts';

/** A workspace whose sellers and leads are made by a line each. */
export async function newSales(services: Services) {
  const { workspaceId, actor } = await createTestWorkspace(services, { timeZone: 'Europe/Berlin' });
  const inside = <T>(work: (tx: Tx) => Promise<T>) => services.database.inWorkspace(workspaceId, work);
  const step = <T>(work: (step: Step) => Promise<T>) =>
    inside((tx) => work({ tx, workspaceId, actor, userId: null, now: services.now() }));
  await inside((tx) => addStarterDefinitions({ tx, workspaceId, now: services.now() }));
  const teammate = async (name: string) => {
    const id = newId();
    await inside((tx) =>
      tx.run(
        sql`insert into teammate (id, workspace_id, name, side) values (${id}, ${workspaceId}, ${name}, 'sales')`,
      ),
    );
    return id;
  };
  const seller = async (
    name: string,
    given: { capacity?: number | null; weight?: number; takesLeads?: boolean; poolIds?: string[] } = {},
  ) => {
    const teammateId = await teammate(name);
    const { capacity = null, weight = 1, takesLeads = true, poolIds = [] } = given;
    await step((one) =>
      putSeller({ ...one, teammateId, capacity, weight, takesLeads, poolIds, calendarKey: null }),
    );
    return teammateId;
  };
  const lead = async (options: { ownerId?: string; country?: string } = {}) => {
    const contactId = newId();
    const accountId = newId();
    await inside(async (tx) => {
      await tx.run(sql`insert into account (id, workspace_id, name, owner_id, country)
        values (${accountId}, ${workspaceId}, 'Works', ${options.ownerId ?? null}, ${options.country ?? null})`);
      await tx.run(sql`insert into contact (id, workspace_id, name, account_id, created_at)
        values (${contactId}, ${workspaceId}, 'Ada Lind', ${accountId}, ${new Date(0)})`);
    });
    return { contactId, accountId };
  };
  const route = async (one: { contactId: string; accountId: string }) =>
    inside((tx) => routeLead(tx, { workspaceId, now: services.now(), ...one }));
  /** Routes a lead and writes the hand-off that follows, as an offer does. */
  const offer = (one: { contactId: string; accountId: string }) =>
    inside(async (tx) => {
      const now = services.now();
      const routed = await routeLead(tx, { workspaceId, now, ...one });
      await tx.run(sql`insert into handoff (id, workspace_id, contact_id, account_id, origin, offered_at, offered_by,
          owner_id, pool_id, routed_by, created_at, updated_at)
        values (${newId()}, ${workspaceId}, ${one.contactId}, ${one.accountId}, 'hand', ${now}, 'Test', ${routed.ownerId},
          ${routed.poolId}, ${routed.why}, ${now}, ${now})`);
      return routed;
    });
  return { workspaceId, inside, step, teammate, seller, lead, route, offer };
}
