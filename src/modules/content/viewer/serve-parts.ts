import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { readRange } from '../../../platform/files/read-range.ts';
import type { Services } from '../../../platform/services.ts';
import { originalKey, pagePicture, pageText } from '../files/index.ts';
import { drawnWidths } from '../files/keys.ts';
import { pieceOf } from './admit.ts';
import { type Span, spanOf } from './film-range.ts';
import { partHeaders } from './headers.ts';
import type { Ticket } from './ticket.ts';

type Asked = { ticket: Ticket; assetId: string };

/** `p/{asset}/{page}-{width}.webp`: a page's picture; the narrowest is for the strip of pages. */
export async function servePicture(
  services: Services,
  { ticket, assetId, file }: Asked & { file: string },
): Promise<Response> {
  const [, pageDigits = '', widthDigits = ''] = /^([1-9]\d{0,4})-(\d{3,4})\.webp$/.exec(file) ?? [];
  const piece = pieceOf(ticket, assetId);
  const page = Number(pageDigits);
  const width = drawnWidths.find((known) => String(known) === widthDigits);
  if (!piece || width === undefined || page > piece.pageCount) return nothing();
  const { versionId } = piece;
  const { workspaceId } = ticket;
  const picture = await pagePicture(services, { workspaceId, versionId, page, width });
  if (picture === null) return nothing();
  return new Response(new Uint8Array(picture.bytes), { headers: partHeaders(picture.contentType) });
}

/** `t/{asset}/{page}.json`: a page's words with their places. */
export async function serveText(
  services: Services,
  { ticket, assetId, file }: Asked & { file: string },
): Promise<Response> {
  const page = Number(/^([1-9]\d{0,4})\.json$/.exec(file)?.[1] ?? 0);
  const piece = pieceOf(ticket, assetId);
  if (!piece || page < 1 || page > piece.pageCount) return nothing();
  const { workspaceId } = ticket;
  const layer = await pageText(services, { workspaceId, versionId: piece.versionId, page });
  if (layer === null) return nothing();
  return new Response(JSON.stringify(layer), { headers: partHeaders('application/json') });
}

/** `film/{asset}`: in parts, as players ask for it; some ask for two bytes first to see whether they can. */
export async function serveFilm(
  c: Context,
  services: Services,
  options: { ticket: Ticket; versionId: string; mediaType: string; bytes: number },
): Promise<Response> {
  const { ticket, versionId, mediaType, bytes } = options;
  const etag = `"${versionId}"`;
  const ifRange = c.req.header('if-range');
  const asked = ifRange !== undefined && ifRange !== etag ? undefined : c.req.header('range');
  const span = spanOf(asked, bytes);
  const headers = { ...partHeaders(mediaType), 'accept-ranges': 'bytes', etag };
  if (span === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } });
  const { from, to }: Span = span === 'whole' ? { from: 0, to: bytes - 1 } : span;
  const length = { ...headers, 'content-length': String(to - from + 1) };
  const said =
    span === 'whole'
      ? { status: 200, headers: length }
      : { status: 206, headers: { ...length, 'content-range': `bytes ${from}-${to}/${bytes}` } };
  if (c.req.method === 'HEAD' || bytes === 0) return new Response(null, said);
  const { workspaceId } = ticket;
  return new Response(
    asWeb(await readRange(services.files, originalKey({ workspaceId, versionId }), from, to)),
    said,
  );
}

/** For the reader's script: what was asked for is not there. */
export function nothing(): Response {
  return refusal(404);
}

export function refusal(status: 400 | 403 | 404 | 405 | 410 | 413 | 429 | 500 | 503): Response {
  const headers = { ...partHeaders('text/plain; charset=utf-8'), 'cache-control': 'no-store' };
  return new Response('', { status, headers });
}

/** Cancelled by the reader, the file is closed. */
export function asWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
