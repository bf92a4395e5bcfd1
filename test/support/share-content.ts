import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** A running Liaison and the token of who brings content in. */
export type Shelf = { url: string; token: string };

const partBytes = 8 * 1024 * 1024;

/** Uploads a file as the library does, and waits until it can be read. */
export async function uploadPiece(
  shelf: Shelf,
  file: { name: string; title: string; bytes: Uint8Array; withinMs?: number },
): Promise<string> {
  const { bytes } = file;
  const upload = await ask(shelf, 'POST', '/asset-uploads', { fileName: file.name, fileBytes: bytes.length });
  const uploadId = made.parse(upload).id;
  for (let part = 0; part * partBytes < bytes.length; part += 1) {
    const form = new FormData();
    const slice = bytes.slice(part * partBytes, (part + 1) * partBytes);
    form.append('data', new Blob([new Uint8Array(slice)]), file.name);
    await send(shelf, 'PUT', `/asset-uploads/${uploadId}/parts/${part}`, form);
  }
  await ask(shelf, 'POST', `/asset-uploads/${uploadId}/completion`);
  const assetId = made.parse(await ask(shelf, 'POST', '/assets', { title: file.title, uploadId })).id;
  const until = performance.now() + (file.withinMs ?? 60_000);
  for (;;) {
    const { currentVersion } = asset.parse(await ask(shelf, 'GET', `/assets/${assetId}`));
    const state = currentVersion?.state;
    if (state === 'ready') return assetId;
    if (state === 'refused' || performance.now() > until)
      throw new Error(`${file.name} is ${state}: ${currentVersion?.refusedReason}`);
    await delay(100);
  }
}

/** Shares pieces with whoever has the address; answers its path. */
export async function sharePieces(shelf: Shelf, link: Record<string, unknown>): Promise<string> {
  return `/v/${madeLink.parse(await ask(shelf, 'POST', '/links', link)).slug}`;
}

export function addAddress(shelf: Shelf, of: { title: string; url: string }): Promise<string> {
  return ask(shelf, 'POST', '/assets', { ...of, format: 'page' }).then((answer) => made.parse(answer).id);
}

function ask(shelf: Shelf, method: string, path: string, body?: Record<string, unknown>): Promise<unknown> {
  return send(shelf, method, path, body === undefined ? undefined : JSON.stringify(body));
}

async function send(shelf: Shelf, method: string, path: string, body?: string | FormData): Promise<unknown> {
  const answer = await fetch(`${shelf.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${shelf.token}`,
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
    body: body ?? null,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

const made = z.object({ id: z.string() });
const madeLink = z.object({ slug: z.string() });
const asset = z.object({
  currentVersion: z.object({ state: z.string(), refusedReason: z.string().nullable() }).nullable(),
});
