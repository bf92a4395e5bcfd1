import { readFile } from 'node:fs/promises';
import { getConnInfo } from '@hono/node-server/conninfo';
import { serveStatic } from '@hono/node-server/serve-static';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError, onError } from '@orpc/server';
import { ResponseHeadersPlugin, type ResponseHeadersPluginContext } from '@orpc/server/plugins';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import {
  registerLibraryPictures,
  registerViewerRoutes,
  registerVisitExports,
} from './modules/content/index.ts';
import type { Projector } from './modules/interactions/index.ts';
import { registerPeopleExports } from './modules/people/index.ts';
import { version } from './modules/status/index.ts';
import { registerTrackingRoutes, serveTracker } from './modules/tracking/index.ts';
import { authOf, type RequestContext } from './modules/workspace/index.ts';
import { isDiskFull } from './platform/disk.ts';
import { AppError } from './platform/errors.ts';
import { makeOpenApiDocument } from './platform/http/openapi-document.ts';
import { asAppError, asProblem, problemContentType, problemResponse } from './platform/http/problems.ts';
import type { Services } from './platform/services.ts';
import { createRouter } from './router.ts';

const webRoot = 'dist/web';

/** The whole HTTP side: API, sign-in, health and the web pages. */
export function createApp(options: { services: Services; projector: Projector | null }): Hono {
  const { services } = options;
  const app = new Hono();
  registerViewerRoutes(app, { services });
  serveTracker(app);
  registerTrackingRoutes(app, { services });
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      crossOriginEmbedderPolicy: false,
      strictTransportSecurity: services.config.publicUrl.startsWith('https:'),
    }),
  );
  app.use(compress());
  app.onError((error) => {
    const known = asAppError(error);
    if (known.code === 'internal') services.log.error({ err: error }, 'request failed');
    return problemResponse(known);
  });

  app.get('/healthz', async (c) => {
    await services.database.asSystem(({ client }) => client.query('select 1'));
    // The database answers questions on a full disk, but takes nothing in.
    const hasOwnDisk = services.engines.status().postgres.state !== 'external';
    if (hasOwnDisk && (await isDiskFull(services.config.dataDir)))
      throw new AppError('unavailable', 'The disk is full: nothing can be stored until there is space.');
    return c.json({ status: 'ok', version });
  });

  app.all('/api/auth/*', async (c) => (await authOf(services)).handler(c.req.raw, clientAddressOf(c)));

  const router = createRouter({ projector: options.projector });
  let document: ReturnType<typeof makeOpenApiDocument> | null = null;
  app.get('/api/openapi.json', async (c) => {
    document ??= makeOpenApiDocument({ router, version, serverUrl: `${services.config.publicUrl}/api/v1` });
    return c.json(await document);
  });

  const api = createApiHandler(services, router);
  registerPeopleExports(app, { services });
  registerLibraryPictures(app, { services });
  registerVisitExports(app, { services });
  app.all('/api/v1/*', (c) => api(c.req.raw));
  app.all('/api/*', () =>
    problemResponse(new AppError('not_found', 'There is no such operation. See /api/openapi.json.')),
  );
  addWebPages(app);
  return app;
}

/** The peer's address; unknown where the app is called in process. */
function clientAddressOf(c: Context): string | undefined {
  return c.env && 'incoming' in c.env ? getConnInfo(c).remote.address : undefined;
}

const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'self'"],
};

function createApiHandler(services: Services, router: ReturnType<typeof createRouter>) {
  const handler = new OpenAPIHandler<RequestContext & ResponseHeadersPluginContext>(router, {
    plugins: [new ResponseHeadersPlugin()],
    customErrorResponseBodyEncoder: (error) => asProblem(asAppError(error)),
    interceptors: [
      onError((error, { request }) => {
        const known = asAppError(error);
        if (known.code !== 'internal') return;
        const found = { err: known.cause ?? error };
        // Whoever took the question back hears no answer: what was ended for it has not failed.
        if (request.signal?.aborted) services.log.debug(found, 'operation let go');
        else services.log.error(found, 'operation failed');
      }),
    ],
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          const known = asAppError(error);
          throw new ORPCError(known.code, { status: known.status, message: known.message, cause: known });
        }
      },
    ],
  });
  return async (request: Request): Promise<Response> => {
    const { matched, response } = await handler.handle(request, {
      prefix: '/api/v1',
      context: { services, headers: request.headers },
    });
    if (!matched)
      return problemResponse(new AppError('not_found', 'There is no such operation. See /api/openapi.json.'));
    if (response.status < 400) return response;
    const headers = new Headers(response.headers);
    headers.set('content-type', problemContentType);
    if (response.status === 503 || response.status === 429) headers.set('retry-after', '2');
    return new Response(response.body, { status: response.status, headers });
  };
}

/** The built web client; every path that is no file is the client's own to route. */
function addWebPages(app: Hono): void {
  app.use('/assets/*', async (c, next) => {
    await next();
    if (c.res.ok) c.header('cache-control', 'public, max-age=31536000, immutable');
  });
  app.use('/*', serveStatic({ root: webRoot }));
  app.get('/assets/*', () =>
    problemResponse(new AppError('not_found', 'This part of an older page is gone. Please reload the page.')),
  );
  app.get('/*', async (c) => {
    const page = await readFile(`${webRoot}/index.html`, 'utf8').catch(() => null);
    if (page === null) throw new AppError('unavailable', 'The web pages are not built. Run: npm run build');
    return c.html(page, 200, { 'cache-control': 'no-cache' });
  });
}
