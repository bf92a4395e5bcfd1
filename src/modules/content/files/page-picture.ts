import { AppError } from '../../../platform/errors.ts';
import type { Services } from '../../../platform/services.ts';
import { drawOnDemand } from './draw-on-demand.ts';
import { type PictureWidth, pictureKey, textKey, thumbnailKey } from './keys.ts';
import { type TextLayer, textLayer } from './text-layer.ts';

export type Picture = { bytes: Uint8Array; contentType: 'image/webp'; etag: string };

type Page = { workspaceId: string; versionId: string; page: number };

/** A page as a picture; drawn at once where the background has not come to it yet. Null where there is no such page. */
export async function pagePicture(
  services: Services,
  options: Page & { width: PictureWidth },
): Promise<Picture | null> {
  const key = pictureKey(options);
  const stored = await readStored(services, key);
  const bytes = stored ?? (await drawOnDemand(services, options))?.bytes;
  if (!bytes) return null;
  return {
    bytes,
    contentType: 'image/webp',
    etag: `"${options.versionId}-${options.page}-${options.width}"`,
  };
}

/** The words of a page with their places; null where it has none to be had. */
export async function pageText(services: Services, options: Page): Promise<TextLayer | null> {
  const stored = await readStored(services, textKey(options));
  if (stored === null) return (await drawOnDemand(services, { ...options, width: 1100 }))?.text ?? null;
  return textLayer.parse(JSON.parse(Buffer.from(stored).toString('utf8')));
}

/** The first page in small; null where there is none (yet). */
export async function thumbnail(
  services: Services,
  options: { workspaceId: string; versionId: string },
): Promise<Picture | null> {
  const key = thumbnailKey(options);
  const stored = await readStored(services, key);
  // Of what came ready made nothing is drawn before somebody looks; a first page brings its thumbnail along.
  const drawn = stored === null && (await drawOnDemand(services, { ...options, page: 1, width: 1100 }));
  const bytes = drawn ? await readStored(services, key) : stored;
  if (bytes === null) return null;
  return { bytes, contentType: 'image/webp', etag: `"${options.versionId}-thumbnail-${bytes.length}"` };
}

async function readStored(services: Services, key: string): Promise<Uint8Array | null> {
  try {
    return await services.files.getBytes(key);
  } catch (error) {
    if (!(await services.files.exists(key).catch(() => true))) return null;
    const logMessage = error instanceof Error ? error.message : String(error);
    throw new AppError('unavailable', 'The file store does not answer. Please try again in a moment.', {
      logMessage,
      cause: error,
    });
  }
}
