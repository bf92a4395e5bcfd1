import type { TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { ingest, lockPeople } from '../ingest/ingest.ts';
import type { IngestBatch } from '../ingest/types.ts';
import { listDevices } from './list-devices.ts';
import { settleWaiting } from './settle-waiting.ts';

export const now = new Date('2026-03-15T12:00:00Z');
export const day = (number: number) => new Date(Date.UTC(2026, 1, number));

type Said = {
  kind?: 'identify' | 'use' | 'alias' | 'group' | 'form';
  at: number;
  device?: string;
  userId?: string;
  previousUserId?: string;
  email?: string;
  groupId?: string;
  traits?: object;
  verified?: boolean;
};

/** A workspace in which trackers say who is who. */
export async function openTrackedSite(services: TestServices) {
  const { workspaceId, actor } = await createTestWorkspace(services);
  const work = <T>(run: (tx: Tx) => Promise<T>) =>
    services.database.inWorkspace(workspaceId, async (tx) => {
      await lockPeople(tx, workspaceId);
      return run(tx);
    });
  const device = (name: string) =>
    work(async (tx) => {
      const row = await tx.first<{ id: string }>(sql`
        insert into profile (id, workspace_id, anonymous_id, first_seen_at, last_seen_at)
        values (${newId()}, ${workspaceId}, ${name}, ${day(1)}::timestamptz, ${day(28)}::timestamptz)
        on conflict (workspace_id, anonymous_id) do update set last_seen_at = excluded.last_seen_at returning id`);
      return row?.id ?? '';
    });
  const say = async (...all: Said[]) => {
    for (const said of all) {
      const profileId = said.device === undefined ? null : await device(said.device);
      await work((tx) =>
        tx.run(sql`insert into identity_fact (id, workspace_id, kind, at, profile_id, user_id, previous_user_id, email,
            group_id, traits, verified, source)
          values (${newId()}, ${workspaceId}, ${said.kind ?? 'identify'}, ${day(said.at)}::timestamptz, ${profileId},
            ${said.userId ?? null}, ${said.previousUserId ?? null}, ${said.email ?? null}, ${said.groupId ?? null},
            ${JSON.stringify(said.traits ?? {})}::jsonb, ${said.verified ?? true}, 'tracking')`),
      );
    }
    return settleWaiting(services, workspaceId);
  };
  const visit = async (name: string, at: number, channel: string | null = null, userId?: string) => {
    const profileId = await device(name);
    await work((tx) =>
      tx.run(sql`insert into interaction (id, workspace_id, occurred_at, kind, type, source, profile_id, channel, context)
        values (${newId()}, ${workspaceId}, ${day(at)}::timestamptz, 'content', 'page_view', 'tracking', ${profileId}, ${channel},
          ${JSON.stringify({ userId })}::jsonb)`),
    );
  };
  const bring = (batch: IngestBatch) =>
    work((tx) => ingest(tx, { workspaceId, system: 'crm', batch, actorName: 'test', now }));
  const people = () =>
    work((tx) =>
      tx.rows<{
        id: string;
        email: string | null;
        name: string;
        title: string | null;
        account: string | null;
      }>(sql`
        select c.id, c.email, c.name, c.title, a.name as account from contact c left join account a on a.id = c.account_id
        where c.merged_into_id is null order by c.email nulls last, c.name`),
    );
  const idOf = async (email: string) => (await people()).find((person) => person.email === email)?.id ?? '';
  const devicesOf = async (email: string) => {
    const contactId = await idOf(email);
    return work((tx) => listDevices({ tx, contactId }));
  };
  const writing = { workspaceId, actor, now };
  return { ...writing, work, device, say, visit, bring, people, idOf, devicesOf, writing };
}

export const spansOf = (devices: Awaited<ReturnType<typeof listDevices>>) =>
  devices.items.map(({ anonymousId, from, to }) => [
    anonymousId,
    from?.slice(8, 10) ?? null,
    to?.slice(8, 10) ?? null,
  ]);
