import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { contract } from '../../src/contract.ts';
import { Projector } from '../../src/modules/interactions/index.ts';
import { factsCaughtUp, openFactsProjector } from '../../src/modules/language/facts/facts.test-support.ts';
import { type Access, isPermission, permissions, roles } from '../../src/modules/workspace/access.ts';
import { type PeopledWorkspace, peopleWorkspace } from '../support/peopled-workspace.ts';
import { openTestServices, type TestServices } from '../support/services.ts';
import { walkedRoutes } from './walked-routes.ts';

/**
 * Walks every route as nobody, as each role, as a token without the scope, and as another workspace. A route that
 * `walked-routes.ts` does not know fails the walk, so that no new one goes unwatched.
 */
type Route = { name: string; method: string; path: string; access: Access };

function routesOf(router: object, prefix = ''): Route[] {
  return Object.entries(router).flatMap(([name, value]: [string, unknown]) => {
    const full = prefix ? `${prefix}.${name}` : name;
    if (isContractProcedure(value)) return [asRoute(full, value)];
    return typeof value === 'object' && value !== null ? routesOf(value, full) : [];
  });
}

function asRoute(name: string, procedure: AnyContractProcedure): Route {
  const { method, path } = procedure['~orpc'].route;
  const access: unknown = procedure['~orpc'].meta.access;
  if (!method || !path) throw new Error(`${name} names no method or path`);
  if (access !== 'public' && access !== 'signed-in' && !isPermission(access))
    throw new Error(`${name} names no access`);
  return { name, method, path, access };
}

const routes = routesOf(contract);
const guarded = routes.filter((route) => route.access !== 'public');
const permitted = routes.flatMap(({ access, ...route }) =>
  isPermission(access) ? [{ ...route, access }] : [],
);

let services: TestServices;
let app: Hono;
let ours: PeopledWorkspace;
let theirs: PeopledWorkspace;

beforeAll(async () => {
  services = await openTestServices();
  const projector = new Projector({ ...services, migrate: async () => {} });
  app = createApp({ services, projector });
  ours = await peopleWorkspace(services, app, 'ours');
  theirs = await peopleWorkspace(services, app, 'theirs');
});
afterAll(() => services.close());

/** The route's path with the ids of one workspace's records in its parameters. */
function pathFor(route: Route, workspace: PeopledWorkspace): string {
  return `/api/v1${route.path}`.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = walkedRoutes[route.name]?.params?.[name] ?? workspace.records[recordNamed(route, name)];
    if (value === undefined)
      throw new Error(`walked-routes.ts does not say what {${name}} of ${route.name} is`);
    return encodeURIComponent(value);
  });
}

function recordNamed(route: Route, param: string): string {
  return walkedRoutes[route.name]?.names?.[param] ?? param;
}

function namesRecord(route: Route): boolean {
  const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return params.some((name) => recordNamed(route, name) in ours.records);
}

function bodyOf(route: Route): BodyInit | undefined {
  const walked = walkedRoutes[route.name];
  if (walked?.form) return walked.form();
  const body = typeof walked?.body === 'function' ? walked.body(ours.records) : walked?.body;
  return body === undefined ? undefined : JSON.stringify(body);
}

async function call(route: Route, path: string, headers: Record<string, string>): Promise<Response> {
  const body = route.method === 'GET' ? undefined : bodyOf(route);
  const query = walkedRoutes[route.name]?.query;
  return app.request(path + (typeof query === 'function' ? query(ours.records) : (query ?? '')), {
    method: route.method,
    headers: { ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function expectProblem(answer: Response, status: number): Promise<void> {
  const text = await answer.text();
  expect({ status: answer.status, body: text }).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
}

test('the walk knows every route, and no route that is gone', () => {
  expect(routes.map((route) => route.name).sort()).toEqual(Object.keys(walkedRoutes).sort());
});

describe.each(guarded)('$method $path', (route) => {
  test('nobody: 401', async () => {
    await expectProblem(await call(route, pathFor(route, ours), {}), 401);
    await expectProblem(await call(route, pathFor(route, ours), bearer('lia_not-a-token')), 401);
  });
});

describe.each(permitted)('$method $path ($access)', (route) => {
  test('a role that may not, and a token without the scope: 403', async () => {
    for (const role of roles.filter(
      (each) => !permissions[route.access].some((allowed) => allowed === each),
    )) {
      await expectProblem(await call(route, pathFor(route, ours), await ours.sessionHeaders(role)), 403);
    }
    await expectProblem(
      await call(route, pathFor(route, ours), bearer(await ours.tokenWithout(route.access))),
      403,
    );
  });

  test('another workspace: 403 by its name, 404 by its records', async () => {
    const stranger = bearer(await theirs.tokenWith(route.access));
    const named = { ...stranger, 'liaison-workspace': ours.workspaceId };
    await expectProblem(await call(route, pathFor(route, ours), named), 403);
    if (namesRecord(route) || walkedRoutes[route.name]?.namesRecords)
      await expectProblem(await call(route, pathFor(route, ours), stranger), 404);
  });

  test('wrong input: 400 that says what is wrong', async () => {
    const walked = walkedRoutes[route.name];
    if (walked?.takesNoInput) return;
    const headers = bearer(await ours.tokenWith(route.access));
    const path = namesRecord(route)
      ? `/api/v1${route.path.replaceAll(/\{\w+\}/g, 'no-id')}`
      : pathFor(route, ours);
    const wrongBody = walked?.wrong?.body ?? (route.method === 'GET' ? undefined : walked?.body);
    const answer = await app.request(path + (walked?.wrong?.query ?? ''), {
      method: route.method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(wrongBody === undefined
        ? {}
        : { body: JSON.stringify(typeof wrongBody === 'function' ? {} : wrongBody) }),
    });
    await expectProblem(answer, 400);
  });
});

test('another workspace sees none of our records in any list', async () => {
  // Lists of results wait until ClickHouse knows what PostgreSQL holds, and then hold it: nothing is missing by being late.
  const projector = openFactsProjector(services);
  onTestFinished(() => projector.stop());
  await factsCaughtUp(projector);
  const ids = Object.values(ours.records);
  const lists = permitted.filter(
    (route) => route.method === 'GET' && !route.path.includes('{') && !walkedRoutes[route.name]?.namesRecords,
  );
  for (const route of lists) {
    const answer = await call(route, pathFor(route, theirs), bearer(await theirs.tokenWith(route.access)));
    const text = await answer.text();
    expect(answer.status, `${route.name}: ${text}`).toBeLessThan(400);
    for (const id of ids) expect(text.includes(String(id)), `${route.name} shows ${id}`).toBe(false);
  }
}, 180_000);
