import type { Services } from '../../../platform/services.ts';
import { originalKey, stampedPdf } from '../files/index.ts';
import type { LinkForReader } from '../links/link-for-reader.ts';
import type { BeaconRequest } from '../reading/read-request.ts';
import { downloadOf } from '../reading/take-beacon.ts';
import { readerName } from './admit.ts';
import { partHeaders } from './headers.ts';
import { mayDownload } from './may-download.ts';
import { asWeb, nothing, refusal } from './serve-parts.ts';
import type { Ticket } from './ticket.ts';

/** `POST download/{asset}`: the file itself, never shown in the browser, and noted. */
export async function serveDownload(
  services: Services,
  options: { link: LinkForReader; ticket: Ticket; assetId: string; request: BeaconRequest },
): Promise<Response> {
  const { link, ticket, assetId, request } = options;
  const asset = link.assets.find((one) => one.assetId === assetId);
  if (!asset || !ticket.assets.some((one) => one.assetId === assetId)) return nothing();
  if (!mayDownload(link, asset)) return refusal(403);
  const { versionId } = asset;
  const stream = link.watermark
    ? await stampedPdf(services, { versionId, words: readerName(link, ticket.email) })
    : await services.files.getStream(originalKey({ workspaceId: link.workspaceId, versionId }));
  await downloadOf(services, { ticket, assetId, request });
  return new Response(asWeb(stream), {
    headers: {
      ...partHeaders(asset.mediaType ?? 'application/octet-stream'),
      'cache-control': 'no-store',
      'content-disposition': attachment(asset.fileName ?? asset.title),
    },
  });
}

/** As an attachment by this name (RFC 6266); that it is a name and no more was seen to when it was brought in. */
export function attachment(fileName: string): string {
  const name = fileName.replaceAll(/[\p{Cc}\p{Cf}/\\"]/gu, '_').slice(0, 200) || 'document';
  const plain = name.replaceAll(/[^\x20-\x7e]|[%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
