import { createHash } from 'node:crypto';
import { os } from '@orpc/server';
import type { ResponseHeadersPluginContext } from '@orpc/server/plugins';
import { AppError } from '../../platform/errors.ts';
import { inSavepoint, sql, type Tx } from '../../platform/postgres/database.ts';
import type { Services } from '../../platform/services.ts';
import { isPermission, type OperationMeta } from './access.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { type Identity, identify } from './identify.ts';
import { openAnswer, sealAnswer } from './seal-answer.ts';

/** Who does something, as the audit log and the records of state changes name them. */
export type Actor = {
  kind: 'member' | 'token' | 'write_key' | 'automation' | 'system';
  /** The user's, token's or key's id. */
  id: string | null;
  name: string;
};

/** `resHeaders`, where the door has them, become headers of the answer. */
export type RequestContext = ResponseHeadersPluginContext & { services: Services; headers: Headers };

/** What a handler of a workspace's operation gets. */
export type WorkspaceContext = RequestContext & {
  actor: Actor;
  caller: Caller;
  workspaceId: string;
  /** One transaction bound to the caller's workspace. */
  inWorkspace<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
};

const base = os.$context<RequestContext>().$meta<Partial<OperationMeta>>({});

const changes = (procedure: { '~orpc': { route: { method?: string } } }) =>
  procedure['~orpc'].route.method !== 'GET';

/** For operations above workspaces: whoever it is must be known, and no more. */
export const signedIn = base.middleware(async ({ context, procedure, next }) => {
  const identity: Identity = await identify(context, { changes: changes(procedure) });
  return next({ context: { identity } });
});

/** Sees to it that the caller is known, belongs to the workspace and may do this; then binds the work to it. */
const workspaceAccess = base.middleware(async ({ context, procedure, next }) => {
  const caller = await authenticate(context, { changes: changes(procedure) });
  const access = procedure['~orpc'].meta.access;
  if (!isPermission(access))
    throw new Error('An operation of a workspace must name the permission it needs.');
  if (!caller.permissions.has(access)) {
    throw new AppError(
      'forbidden',
      `This needs the permission "${access}", which ${caller.actor.name} does not have.`,
    );
  }
  const { workspaceId, actor } = caller;
  const inWorkspace = <T>(work: (tx: Tx) => Promise<T>) =>
    context.services.database.inWorkspace(workspaceId, work);
  return next({ context: { actor, caller, workspaceId, inWorkspace } });
});

const maxKeyLength = 255;

/**
 * A POST with an Idempotency-Key runs once: its answer is stored in the very transaction that made the record, so a
 * repeat, even after a crash, gets the first answer.
 */
const idempotent = os
  .$context<WorkspaceContext>()
  .$meta<Partial<OperationMeta>>({})
  .middleware(async ({ context, procedure, path, next }, input: unknown, output) => {
    const key = context.headers.get('idempotency-key');
    if (key === null || procedure['~orpc'].route.method !== 'POST') return next();
    if (key.length === 0 || key.length > maxKeyLength) {
      throw new AppError('invalid_input', `An Idempotency-Key has 1 to ${maxKeyLength} characters.`);
    }
    const requestHash = createHash('sha256')
      .update(JSON.stringify([path, input]))
      .digest('hex');
    return context.inWorkspace(async (tx) => {
      await tx.run(
        sql`select pg_advisory_xact_lock(hashtextextended(${`${context.workspaceId}:${key}`}, 1))`,
      );
      const earlier = await tx.first<{ request_hash: string; response: unknown }>(
        sql`select request_hash, response from idempotent_request where key = ${key}`,
      );
      if (earlier && earlier.request_hash !== requestHash) {
        throw new AppError(
          'idempotency_key_reused',
          'This Idempotency-Key was used for another request. Take a new one.',
        );
      }
      const { secretAnswer = false } = procedure['~orpc'].meta;
      const { services } = context;
      if (earlier)
        return output(secretAnswer ? await openAnswer(services, earlier.response) : earlier.response);
      const result = await next({
        context: { inWorkspace: <T>(work: (inner: Tx) => Promise<T>) => inSavepoint(tx, () => work(tx)) },
      });
      const answer = secretAnswer ? await sealAnswer(services, result.output) : result.output;
      await tx.run(sql`insert into idempotent_request (workspace_id, key, request_hash, response)
        values (${context.workspaceId}, ${key}, ${requestHash}, ${JSON.stringify(answer)}::jsonb)`);
      return result;
    });
  });

/**
 * Authenticates, authorises and binds to the workspace; each module's operations go through it:
 * `implement(contract).$context<RequestContext>().use(authorised)`.
 */
export const authorised = workspaceAccess.concat(idempotent);
