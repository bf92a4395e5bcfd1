import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { AppError } from '../../../platform/errors.ts';

export type BuiltApp = {
  /** Holds a digest of the script, so that it may be kept for ever. */
  scriptName: string;
  script: { plain: Uint8Array<ArrayBuffer>; gzip: Uint8Array<ArrayBuffer>; brotli: Uint8Array<ArrayBuffer> };
  style: string;
};

const folder = 'dist/web';
let built: Promise<BuiltApp> | null = null;

/** The reading app as it was built with the web pages; read once. */
export function builtApp(): Promise<BuiltApp> {
  const reading = built ?? readBuilt();
  built = reading;
  reading.catch(() => {
    built = null;
  });
  return reading;
}

async function readBuilt(): Promise<BuiltApp> {
  const [script, style] = await Promise.all(
    ['viewer.js', 'viewer.css'].map((name) => readFile(join(folder, name)).catch(() => null)),
  );
  if (!script || !style)
    throw new AppError('unavailable', 'The reading page is not built. Run: npm run build');
  const digest = createHash('sha256').update(script).digest('base64url').replace(/[-_]/g, '').slice(0, 16);
  const [packed, brotli] = await Promise.all([promisify(gzip)(script), promisify(brotliCompress)(script)]);
  return {
    scriptName: `reader-${digest}.js`,
    script: { plain: new Uint8Array(script), gzip: new Uint8Array(packed), brotli: new Uint8Array(brotli) },
    style: style.toString('utf8').replaceAll('</', '<\\/'),
  };
}

/** The packed form that a browser takes. */
export function packedFor(
  script: BuiltApp['script'],
  accepted: string,
): { bytes: Uint8Array<ArrayBuffer>; encoding: string | null } {
  if (/\bbr\b/.test(accepted)) return { bytes: script.brotli, encoding: 'br' };
  if (/\bgzip\b/.test(accepted)) return { bytes: script.gzip, encoding: 'gzip' };
  return { bytes: script.plain, encoding: null };
}
