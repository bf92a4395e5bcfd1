import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { AppError } from '../../../platform/errors.ts';
import { asAppError, problemResponse } from '../../../platform/http/problems.ts';
import type { Services } from '../../../platform/services.ts';
import { browserSettings } from './browser-settings.ts';
import { trackingDoorOf } from './door.ts';
import type { Call } from './event.ts';

/** Paths of Segment's HTTP API, with the short ones that its browser library calls. */
const paths: Record<string, Call | null> = {
  identify: 'identify',
  track: 'track',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
  batch: null,
  import: null,
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
  b: null,
};

/**
 * Registered before the middleware that guards our own pages: other sites' pages send here, and at thousands of
 * requests a second each header counts.
 */
export function registerTrackingRoutes(app: Hono, { services }: { services: Services }): void {
  for (const [path, call] of Object.entries(paths)) {
    app.options(
      `/v1/${path}`,
      (c) => new Response(null, { status: 204, headers: preflightHeaders(c.req.raw) }),
    );
    app.post(`/v1/${path}`, (c) => receive(c, services, call));
  }
  app.get('/v1/projects/:writeKey/settings', (c) => {
    const { publicUrl } = services.config;
    return Response.json(browserSettings({ writeKey: c.req.param('writeKey'), publicUrl }), {
      headers: { 'cache-control': 'public, max-age=300', ...corsHeaders(c.req.raw) },
    });
  });
  app.all('/v1/*', (c) => {
    const problem = problemResponse(
      new AppError('not_found', 'Events are sent by POST to /v1/batch, /v1/track and the like.'),
    );
    return withCors(problem, c.req.raw);
  });
}

async function receive(c: Context, services: Services, call: Call | null): Promise<Response> {
  const request = c.req.raw;
  try {
    const taken = await trackingDoorOf(services).take({ request, call, peer: peerOf(c) });
    return new Response(JSON.stringify({ success: true, ...taken }), {
      headers: { 'content-type': 'application/json', ...corsHeaders(request) },
    });
  } catch (error) {
    const known = asAppError(error);
    // A client drops what is answered with 500: what nobody foresaw, it is to send again.
    const answer =
      known.code === 'internal'
        ? new AppError('unavailable', 'Something went wrong on our side. Send the events again in a moment.')
        : known;
    if (known.code === 'internal') services.log.error({ err: error }, 'tracking request failed');
    return withCors(problemResponse(answer), request);
  }
}

/** The peer's address; unknown where the app is called in process. */
function peerOf(c: Context): string | null {
  return c.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? null) : null;
}

/** Any site may send: what counts is the write key. Cookies are let along so that colleagues are known. */
function corsHeaders(request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null) return { 'access-control-allow-origin': '*' };
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    vary: 'Origin',
  };
}

function preflightHeaders(request: Request): Record<string, string> {
  const asked = request.headers.get('access-control-request-headers');
  return {
    ...corsHeaders(request),
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': asked ?? 'authorization, content-type, content-encoding, x-retry-count',
    'access-control-max-age': '86400',
  };
}

function withCors(response: Response, request: Request): Response {
  for (const [name, value] of Object.entries(corsHeaders(request))) response.headers.set(name, value);
  return response;
}
