import type { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/paging.ts';
import { newId } from '../../../platform/ids.ts';
import { sql, type Tx } from '../../../platform/postgres/database.ts';
import { type Actor, recordAudit } from '../../workspace/index.ts';
import type { Teammate, teammatesContract } from './contract.ts';

type InputOf<Operation extends keyof typeof teammatesContract> = z.infer<
  NonNullable<(typeof teammatesContract)[Operation]['~orpc']['inputSchema']>
>;
type Context = { tx: Tx; workspaceId: string; actor: Actor; now: Date };

type Row = Omit<Teammate, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

const columns = sql`id, name, email, side, team, user_id as "memberUserId", created_at as "createdAt", updated_at as "updatedAt"`;

function present(row: Row): Teammate {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

/** Teammates by name. A company has at most a few thousand, so they are read without an index. */
export async function listTeammates(options: { tx: Tx; input: InputOf<'list'> }) {
  const { tx, input } = options;
  const needle = (input.search ?? '').trim().toLowerCase();
  const found =
    needle === '' ? sql`true` : sql`position(${needle} in lower(name || ' ' || coalesce(email, ''))) > 0`;
  const [name, id] = input.cursor === undefined ? [] : decodeCursor(input.cursor, 2);
  const after = input.cursor === undefined ? sql`true` : sql`(lower(name), id) > (${name}, ${id}::uuid)`;
  const rows = await tx.rows<
    Row & { lowered: string }
  >(sql`select ${columns}, lower(name) as lowered from teammate
    where ${found} and ${after} order by lower(name), id limit ${input.limit + 1}`);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const nextCursor = rows.length > input.limit && last ? encodeCursor([last.lowered, last.id]) : null;
  return { items: page.map(({ lowered: _lowered, ...row }) => present(row)), nextCursor };
}

export async function createTeammate(options: Context & { input: InputOf<'create'> }): Promise<Teammate> {
  const { tx, workspaceId, actor, now, input } = options;
  await checkTeammate(tx, input, null);
  const id = newId();
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.run(sql`insert into teammate (id, workspace_id, name, email, side, team, user_id, created_at, updated_at)
    values (${id}, ${workspaceId}, ${input.name}, ${input.email ?? null}, ${input.side ?? null}, ${input.team ?? null},
      ${input.memberUserId ?? null}, ${at}, ${at})`);
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'teammate.created',
    recordType: 'teammate',
    recordId: id,
    recordLabel: input.name,
    changes: Object.fromEntries(given.map(([field, to]) => [field, { from: null, to }])),
  });
  return find(tx, id);
}

export async function updateTeammate(options: Context & { input: InputOf<'update'> }): Promise<Teammate> {
  const { tx, workspaceId, actor, now } = options;
  const { teammateId, ...input } = options.input;
  const before = await find(tx, teammateId);
  await checkTeammate(tx, input, teammateId);
  const after = {
    name: input.name ?? before.name,
    email: input.email === undefined ? before.email : input.email,
    side: input.side === undefined ? before.side : input.side,
    team: input.team === undefined ? before.team : input.team,
    memberUserId: input.memberUserId === undefined ? before.memberUserId : input.memberUserId,
  };
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  for (const field of ['name', 'email', 'side', 'team', 'memberUserId'] as const) {
    if (before[field] !== after[field]) changes[field] = { from: before[field], to: after[field] };
  }
  if (Object.keys(changes).length === 0) return before;
  await tx.run(sql`update teammate set name = ${after.name}, email = ${after.email}, side = ${after.side},
    team = ${after.team}, user_id = ${after.memberUserId}, updated_at = ${now.toISOString()}::timestamptz where id = ${teammateId}`);
  await recordAudit(tx, {
    workspaceId,
    actor,
    action: 'teammate.updated',
    recordType: 'teammate',
    recordId: teammateId,
    recordLabel: after.name,
    changes,
  });
  return find(tx, teammateId);
}

async function find(tx: Tx, id: string): Promise<Teammate> {
  const row = await tx.first<Row>(sql`select ${columns} from teammate where id = ${id}`);
  if (!row) throw notFound('teammate');
  return present(row);
}

async function checkTeammate(
  tx: Tx,
  input: { email?: string | null | undefined; memberUserId?: string | null | undefined },
  exceptId: string | null,
): Promise<void> {
  if (input.email) {
    const taken = await tx.first<{ name: string }>(
      sql`select name from teammate where lower(email) = ${input.email} and id is distinct from ${exceptId}::uuid`,
    );
    if (taken) {
      throw new AppError('conflict', `${taken.name} already has the address ${input.email}.`, {
        fields: [{ path: 'email', message: 'taken' }],
      });
    }
  }
  if (!input.memberUserId) return;
  if (await tx.first(sql`select 1 from member where user_id = ${input.memberUserId}`)) return;
  throw new AppError('invalid_input', 'That person is no member of the workspace. Invite them first.', {
    fields: [{ path: 'memberUserId', message: 'no member' }],
  });
}
