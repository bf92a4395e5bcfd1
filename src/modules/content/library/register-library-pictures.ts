import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError, notFound } from '../../../platform/errors.ts';
import { sql } from '../../../platform/postgres/database.ts';
import type { Services } from '../../../platform/services.ts';
import { authenticate } from '../../workspace/index.ts';
import { type Picture, type PictureWidth, pagePicture, pictureWidths, thumbnail } from '../files/index.ts';

const path = '/api/v1/assets/:assetId/versions/:versionId';
const id = z.uuid();
const page = z.coerce.number().int().min(1).max(100_000);

/**
 * Pictures of pages for colleagues, who look at a piece in the library: not counted as reading. Pictures are not JSON,
 * so they are no operations of the contract. To be registered before the API's own handler.
 */
export function registerLibraryPictures(app: Hono, { services }: { services: Services }): void {
  app.get(`${path}/thumbnail`, async (c) => {
    const version = await findVersion(c, services);
    return answer(c, await thumbnail(services, version), 'thumbnail');
  });
  app.get(`${path}/pages/:page`, async (c) => {
    const version = await findVersion(c, services);
    const wanted = page.safeParse(c.req.param('page'));
    if (!wanted.success) throw notFound('page');
    const width = widthOf(c.req.query('width'));
    return answer(
      c,
      await pagePicture(services, { ...version, page: wanted.data, width }),
      `page-${wanted.data}`,
    );
  });
}

function widthOf(text: string | undefined): PictureWidth {
  const width = pictureWidths.find((each) => String(each) === (text ?? String(pictureWidths[0])));
  if (width === undefined)
    throw new AppError('invalid_input', `A width is one of ${pictureWidths.join(' and ')} pixels.`);
  return width;
}

/** Who asks is a member of the workspace, and the version is a piece's of theirs; else it is not there. */
async function findVersion(
  c: Context,
  services: Services,
): Promise<{ workspaceId: string; versionId: string }> {
  const caller = await authenticate({ services, headers: c.req.raw.headers }, { changes: false });
  if (!caller.permissions.has('content:read')) {
    throw new AppError(
      'forbidden',
      `This needs the permission "content:read", which ${caller.actor.name} does not have.`,
    );
  }
  const { workspaceId } = caller;
  const asked = z
    .object({ assetId: id, versionId: id })
    .safeParse({ assetId: c.req.param('assetId'), versionId: c.req.param('versionId') });
  if (!asked.success) throw notFound('version');
  const { assetId, versionId } = asked.data;
  const found = await services.database.inWorkspace(workspaceId, (tx) =>
    tx.first(sql`select 1 from asset_version where id = ${versionId} and asset_id = ${assetId}`),
  );
  if (found === null) throw notFound('version');
  return { workspaceId, versionId };
}

/** A picture of a version never changes, so a browser asks for it once and then only whether it may still show it. */
function answer(c: Context, picture: Picture | null, name: string): Response {
  if (picture === null) throw notFound('picture of this page (yet)');
  const headers = {
    'cache-control': 'private, no-cache',
    etag: picture.etag,
    'x-content-type-options': 'nosniff',
  };
  if (c.req.header('if-none-match') === picture.etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(picture.bytes), {
    headers: {
      ...headers,
      'content-type': picture.contentType,
      'content-disposition': `inline; filename="${name}.webp"`,
    },
  });
}
