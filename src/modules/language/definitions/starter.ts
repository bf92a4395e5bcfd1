import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { recordAudit } from '../../workspace/index.ts';
import { definitionBody } from './bodies.ts';
import { tellListeners } from './come-into-force.ts';
import { hashOf } from './hash-body.ts';
import { starterDefinitions, starterKeys } from './starter/starter-bodies.ts';

const byItself = { kind: 'system', id: null, name: 'Liaison' } as const;

type AddStarter = { tx: Tx; workspaceId: string; now: Date };

/**
 * Gives a workspace the definitions that it starts with: in force since the workspace is there, signed by nobody, and
 * said to be so. What it has under the same key stays. `tx` may be a system's.
 */
export async function addStarterDefinitions(options: AddStarter): Promise<number> {
  const { tx, workspaceId, now } = options;
  const stages = await tx.rows<{ key: string; name: string }>(
    sql`select key, name from lifecycle_stage where workspace_id = ${workspaceId} order by position`,
  );
  const workspace = await tx.first<{ time_zone: string }>(
    sql`select time_zone from workspace where id = ${workspaceId}`,
  );
  await forgetUntouchedAgreement(tx, workspaceId);
  let added = 0;
  for (const { key, body } of starterDefinitions(stages, workspace?.time_zone ?? 'UTC')) {
    added += await addOne(options, key, definitionBody.parse(body));
  }
  if (added === 0) return 0;
  await recordAudit(tx, {
    workspaceId,
    actor: byItself,
    action: 'definition.came_with_workspace',
    recordType: 'workspace',
    recordId: workspaceId,
    recordLabel: `${added} definitions to start with, unsigned`,
  });
  await tellListeners({ tx, workspaceId, actor: byItself, userId: null, now }, workspaceId);
  return added;
}

/** An agreement that came with the workspace and that nobody has touched goes where its office hours are of another zone. */
async function forgetUntouchedAgreement(tx: Tx, workspaceId: string): Promise<void> {
  await tx.run(sql`delete from definition d using definition_version v, workspace w
    where d.workspace_id = ${workspaceId} and d.kind = 'sla' and v.definition_id = d.id and v.came_with_workspace
      and w.id = d.workspace_id and v.body #>> '{policy,calendars,0,timeZone}' <> w.time_zone
      and not exists (select from definition_version x where x.definition_id = d.id and x.id <> v.id)
      and not exists (select from definition_signature x where x.version_id = v.id)
      and not exists (select from definition_objection x where x.version_id = v.id)
      and not exists (select from question x where x.definition_id = d.id)
      and not exists (select from handoff x where x.sla_version_id = v.id)`);
}

async function addOne(
  { tx, workspaceId, now }: AddStarter,
  key: string,
  body: ReturnType<typeof definitionBody.parse>,
): Promise<number> {
  const id = newId();
  const made = await tx.run(sql`insert into definition (id, workspace_id, kind, key, created_at, created_by)
    values (${id}, ${workspaceId}, ${body.kind}, ${key}, ${now}, ${byItself.name}) on conflict (workspace_id, key) do nothing`);
  if (made === 0) return 0;
  await tx.run(sql`insert into definition_version (id, workspace_id, definition_id, number, status, body, hash, created_at,
      created_by, in_force_from, came_with_workspace)
    select ${newId()}, id, ${id}, 1, 'in_force', ${JSON.stringify(body)}::jsonb, ${hashOf(body)}, ${now},
      ${byItself.name}, least(created_at, ${now}::timestamptz), true
    from workspace where id = ${workspaceId}`);
  await tx.run(sql`insert into definition_event (id, workspace_id, definition_id, at, what, version_number, name, text)
    values (${newId()}, ${workspaceId}, ${id}, ${now}, 'written', 1, ${byItself.name}, 'came with the workspace, unsigned')`);
  return 1;
}

/** Sees to it that every workspace has them: at each start, one question where nothing is missing. */
export async function ensureStarterDefinitions(services: Pick<Services, 'database' | 'now'>): Promise<void> {
  const { database } = services;
  const without = await database.asSystem((tx) =>
    tx.rows<{ id: string }>(sql`select w.id from workspace w
      where exists (
        select 1 from unnest(${sql.param(starterKeys)}::text[]) as k(key)
        where not exists (select 1 from definition d where d.workspace_id = w.id and d.key = k.key))
      order by w.created_at`),
  );
  for (const { id } of without) {
    await database.inWorkspace(id, (tx) =>
      addStarterDefinitions({ tx, workspaceId: id, now: services.now() }),
    );
  }
}
