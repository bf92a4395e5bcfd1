import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { AppError } from '../../../platform/errors.ts';

const builtFile = 'dist/web/t.js';
// An hour old at most; a day longer while the browser asks for a newer one behind the page's back.
const cacheControl = 'public, max-age=3600, stale-while-revalidate=86400';

type Script = { etag: string; plain: Buffer; gzip: Buffer; brotli: Buffer };

/**
 * `GET /t.js`, for pages of other sites. Registered before the middleware that guards our own pages: its headers
 * would keep other sites from loading it.
 */
export function serveTracker(app: Hono, options: { file?: string } = {}): void {
  let script: Promise<Script> | null = null;
  app.get('/t.js', async (c) => {
    script ??= readScript(options.file ?? builtFile);
    const read = script;
    const { etag, plain, gzip, brotli } = await read.catch((error: unknown) => {
      script = null;
      throw error;
    });
    const headers = {
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': cacheControl,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
      etag,
    };
    if (c.req.header('if-none-match')?.includes(etag)) return c.body(null, 304, headers);
    const accepted = c.req.header('accept-encoding') ?? '';
    if (/\bbr\b/.test(accepted))
      return c.body(bytesOf(brotli), 200, { ...headers, 'content-encoding': 'br' });
    if (/\bgzip\b/.test(accepted))
      return c.body(bytesOf(gzip), 200, { ...headers, 'content-encoding': 'gzip' });
    return c.body(bytesOf(plain), 200, headers);
  });
}

async function readScript(file: string): Promise<Script> {
  const plain = await readFile(file).catch(() => null);
  if (plain === null) throw new AppError('unavailable', 'The tracker is not built. Run: npm run build');
  const digest = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return {
    etag: `"${digest}"`,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain),
  };
}

function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
