import type { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { SavedView, viewsContract } from './contract.ts';

type InputOf<Operation extends keyof typeof viewsContract> = z.infer<
  NonNullable<(typeof viewsContract)[Operation]['~orpc']['inputSchema']>
>;
/** `userId`: the signed-in person; null for a token, which sees and makes shared views alone. */
type Context = { tx: Tx; workspaceId: string; actor: Actor; userId: string | null };

const maxViewsPerPage = 500;

type Row = Omit<SavedView, 'createdAt' | 'mine'> & { createdAt: Date; createdById: string | null };

function present(row: Row, userId: string | null): SavedView {
  const { createdById, createdAt, ...view } = row;
  return { ...view, mine: userId !== null && createdById === userId, createdAt: createdAt.toISOString() };
}

const columns = sql`v.id, v.page, v.name, v.state, v.shared, v.created_by as "createdById", u.name as "createdBy",
  v.created_at as "createdAt"`;
const source = sql`saved_view v left join auth_user u on u.id = v.created_by`;

export async function listSavedViews(options: {
  tx: Tx;
  userId: string | null;
  page: string;
}): Promise<SavedView[]> {
  const { tx, userId, page } = options;
  const rows = await tx.rows<Row>(sql`select ${columns} from ${source}
    where v.page = ${page} and (v.shared or v.created_by = ${userId}::uuid) order by lower(v.name), v.id limit ${maxViewsPerPage}`);
  return rows.map((row) => present(row, userId));
}

export async function createSavedView(options: Context & { input: InputOf<'create'> }): Promise<SavedView> {
  const { tx, workspaceId, actor, userId, input } = options;
  if (userId === null && !input.shared) {
    throw new AppError(
      'invalid_input',
      'Only a signed-in person has views of their own. Make it a shared one.',
      {
        fields: [{ path: 'shared', message: 'must be true for a token' }],
      },
    );
  }
  const id = newId();
  await tx.run(sql`insert into saved_view (id, workspace_id, page, name, state, shared, created_by)
    values (${id}, ${workspaceId}, ${input.page}, ${input.name}, ${JSON.stringify(input.state)}::jsonb, ${input.shared}, ${userId})`);
  await audit({ tx, workspaceId, actor, action: 'saved_view.created', id, name: input.name });
  return present(await find(tx, id), userId);
}

export async function updateSavedView(options: Context & { input: InputOf<'update'> }): Promise<SavedView> {
  const { tx, workspaceId, actor, userId, input } = options;
  const before = await mine(tx, input.savedViewId, userId);
  const name = input.name ?? before.name;
  const shared = input.shared ?? before.shared;
  await tx.run(sql`update saved_view set name = ${name}, shared = ${shared},
    state = ${JSON.stringify(input.state ?? before.state)}::jsonb where id = ${before.id}`);
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  if (name !== before.name) changes.name = { from: before.name, to: name };
  if (shared !== before.shared) changes.shared = { from: before.shared, to: shared };
  if (input.state) changes.state = { from: before.state, to: input.state };
  await audit({ tx, workspaceId, actor, action: 'saved_view.updated', id: before.id, name, changes });
  return present(await find(tx, before.id), userId);
}

export async function removeSavedView(options: Context & { savedViewId: string }): Promise<void> {
  const { tx, workspaceId, actor, userId, savedViewId } = options;
  const view = await mine(tx, savedViewId, userId);
  await tx.run(sql`delete from saved_view where id = ${view.id}`);
  await audit({ tx, workspaceId, actor, action: 'saved_view.removed', id: view.id, name: view.name });
}

async function find(tx: Tx, id: string): Promise<Row> {
  const row = await tx.first<Row>(sql`select ${columns} from ${source} where v.id = ${id}`);
  if (!row) throw notFound('saved view');
  return row;
}

/** A view that the caller may change: their own, or, for a token, a shared one that is nobody's. */
async function mine(tx: Tx, id: string, userId: string | null): Promise<Row> {
  const row = await find(tx, id);
  if (row.createdById === userId) return row;
  if (!row.shared) throw notFound('saved view');
  throw new AppError(
    'forbidden',
    `"${row.name}" is ${row.createdBy ?? 'somebody else'}'s view. Save a copy of your own instead.`,
  );
}

async function audit(entry: {
  tx: Tx;
  workspaceId: string;
  actor: Actor;
  action: string;
  id: string;
  name: string;
  changes?: Record<string, { from: unknown; to: unknown }>;
}): Promise<void> {
  const { tx, workspaceId, actor, action, id, name, changes = {} } = entry;
  await recordAudit(tx, {
    workspaceId,
    actor,
    action,
    recordType: 'saved_view',
    recordId: id,
    recordLabel: name,
    changes,
  });
}
