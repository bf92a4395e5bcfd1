import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { clientAddressOf } from '../../../platform/http/client-address.ts';
import { asAppError } from '../../../platform/http/problems.ts';
import type { Services } from '../../../platform/services.ts';
import { linkBySlug } from '../links/link-for-reader.ts';
import { longestBeaconBytes } from '../reading/beacon.ts';
import type { BeaconRequest } from '../reading/read-request.ts';
import { takeBeacon } from '../reading/take-beacon.ts';
import { admit, pieceOf } from './admit.ts';
import { builtApp, packedFor } from './built-app.ts';
import { filmOf } from './film-of.ts';
import { troublePage } from './gate-page.ts';
import { pageHeaders, partHeaders } from './headers.ts';
import { keepToOwnHost } from './own-host.ts';
import { serveDownload } from './serve-download.ts';
import { newNonce, respond, serveAnswer, servePage, serveUnavailable } from './serve-page.ts';
import { nothing, refusal, serveFilm, servePicture, serveText } from './serve-parts.ts';
import type { Ticket } from './ticket.ts';

const longestAnswerBytes = 16_384;

/**
 * The public door to what was shared, `/v/…`. Registered before everything else: where shared content has a host of its
 * own, nothing else answers there. A GET or HEAD changes nothing, whoever sends it: mail gateways follow every link.
 */
export function registerViewerRoutes(app: Hono, { services }: { services: Services }): void {
  keepToOwnHost(app, services);
  app.get('/v/assets/icon.svg', () => serveIcon());
  app.get('/v/assets/:file', guarded(services, serveScript));
  app.get(
    '/v/:slug',
    guarded(services, (c) => servePage(c, services, c.req.param('slug') ?? '')),
  );
  app.post(
    '/v/:slug',
    bodyLimit({ maxSize: longestAnswerBytes, onError: () => refusal(413) }),
    guarded(services, (c) => serveAnswer(c, services, c.req.param('slug') ?? '')),
  );
  const part = (path: string, serve: (c: Context, ticket: Ticket) => Promise<Response>) =>
    app.get(`/v/:slug/:ticket/${path}`, guarded(services, ticketed(services, serve)));
  const param = (c: Context, name: string) => c.req.param(name) ?? '';
  part('p/:asset/:file', (c, ticket) =>
    servePicture(services, { ticket, assetId: param(c, 'asset'), file: param(c, 'file') }),
  );
  part('t/:asset/:file', (c, ticket) =>
    serveText(services, { ticket, assetId: param(c, 'asset'), file: param(c, 'file') }),
  );
  part('film/:asset', (c, ticket) => film(c, services, ticket));
  part('open/:asset', (c, ticket) => open(c, services, ticket));
  app.post(
    '/v/:slug/:ticket/download/:asset',
    guarded(
      services,
      ticketed(services, (c, ticket) => download(c, services, ticket)),
    ),
  );
  app.post(
    '/v/:slug/:ticket/beacon',
    bodyLimit({ maxSize: longestBeaconBytes, onError: () => refusal(413) }),
    guarded(
      services,
      ticketed(services, (c, ticket) => beacon(c, services, ticket)),
    ),
  );
  app.all(
    '/v',
    guarded(services, (c) => serveUnavailable(c, services)),
  );
  app.all(
    '/v/*',
    guarded(services, (c) => serveUnavailable(c, services)),
  );
}

type Handler = (c: Context) => Promise<Response>;

/** What goes wrong is said in words where a person looks at it, and by its number where the page's script does. */
function guarded(services: Services, serve: Handler): Handler {
  return async (c) => {
    try {
      return await serve(c);
    } catch (error) {
      const known = asAppError(error);
      if (known.code === 'internal') services.log.error({ err: error }, 'viewer request failed');
      const status = statusOf(known.status);
      if (c.req.param('ticket') !== undefined) return refusal(status);
      const nonce = newNonce();
      const page = troublePage({ nonce, title: 'This does not work just now', text: known.message });
      return respond(c, page, status, pageHeaders(services, { nonce, script: false }));
    }
  };
}

const known = [400, 403, 404, 405, 410, 413, 429, 503] as const;
const statusOf = (status: number) => known.find((one) => one === status) ?? 500;

function ticketed(services: Services, serve: (c: Context, ticket: Ticket) => Promise<Response>): Handler {
  return async (c) => {
    const admitted = await admit(services, c.req.param('ticket') ?? '');
    if ('ticket' in admitted) return serve(c, admitted.ticket);
    return refusal(admitted.refused === 'link' ? 410 : 403);
  };
}

async function serveScript(c: Context): Promise<Response> {
  const { script, scriptName } = await builtApp();
  if (c.req.param('file') !== scriptName) return nothing();
  const { bytes, encoding } = packedFor(script, c.req.header('accept-encoding') ?? '');
  return new Response(bytes, {
    headers: {
      ...partHeaders('text/javascript; charset=utf-8'),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
      ...(encoding === null ? {} : { 'content-encoding': encoding }),
    },
  });
}

/** A sheet of paper. Ours and not the app's: that is for its own pages alone. */
function serveIcon(): Response {
  const icon =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#4a3fb5" d="M3 1h7l3 3v11H3z"/><path stroke="#fff" d="M5 7h6M5 9.5h6M5 12h4"/></svg>';
  const headers = { ...partHeaders('image/svg+xml'), 'cache-control': 'public, max-age=604800' };
  return new Response(icon, { headers });
}

async function film(c: Context, services: Services, ticket: Ticket): Promise<Response> {
  const piece = pieceOf(ticket, c.req.param('asset') ?? '');
  if (!piece) return nothing();
  const { versionId } = piece;
  const stored = await filmOf(services, { workspaceId: ticket.workspaceId, versionId });
  return stored === null ? nothing() : serveFilm(c, services, { ticket, versionId, ...stored });
}

/** To the address that stands with the piece, and to no other. */
async function open(c: Context, services: Services, ticket: Ticket): Promise<Response> {
  const link = await linkBySlug(services, c.req.param('slug') ?? '');
  const asset = link?.assets.find(({ assetId }) => assetId === c.req.param('asset'));
  if (link?.id !== ticket.linkId || !asset?.url || !pieceOf(ticket, asset.assetId)) return nothing();
  const url = URL.parse(asset.url);
  if (url === null || !/^https?:$/.test(url.protocol)) return nothing();
  return new Response(null, {
    status: 302,
    headers: { ...partHeaders('text/plain'), 'cache-control': 'no-store', location: url.href },
  });
}

async function download(c: Context, services: Services, ticket: Ticket): Promise<Response> {
  const link = await linkBySlug(services, c.req.param('slug') ?? '');
  if (link?.id !== ticket.linkId) return nothing();
  const request = requestOf(c, services, ticket);
  return serveDownload(services, { link, ticket, assetId: c.req.param('asset') ?? '', request });
}

async function beacon(c: Context, services: Services, ticket: Ticket): Promise<Response> {
  await takeBeacon(services, { ticket, body: await c.req.text(), request: requestOf(c, services, ticket) });
  return new Response(null, {
    status: 204,
    headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' },
  });
}

function requestOf(c: Context, services: Services, ticket: Ticket): BeaconRequest {
  return {
    ip: clientAddressOf(c),
    userAgent: c.req.header('user-agent') ?? null,
    headers: c.req.raw.headers,
    isMember: ticket.isMember === true,
    at: services.now(),
  };
}
