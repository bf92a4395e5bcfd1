import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { signInMember } from '../../../../test/support/people.ts';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { createTestWorkspace } from '../../../../test/support/workspace.ts';
import { createApp } from '../../../app.ts';
import { newId } from '../../../platform/ids.ts';
import { processVersion } from '../files/index.ts';
import { uploadPartBytes } from './schemas.ts';
import { forgetContentUploads } from './uploads/drop-upload.ts';

type Session = { workspaceId: string; headers: Record<string, string> };

let services: TestServices;
let app: Hono;
let ours: Session;
let theirs: Session;
beforeAll(async () => {
  services = await openTestServices();
  app = createApp({ services, projector: null });
  ours = await company();
  theirs = await company();
});
afterAll(() => services.close());

async function company(): Promise<Session> {
  const { workspaceId } = await createTestWorkspace(services);
  const { headers } = await signInMember(services, { workspaceId, role: 'marketing' });
  return { workspaceId, headers };
}

async function call(session: Session, method: string, path: string, body?: object): Promise<Response> {
  const isForm = body instanceof FormData;
  return app.request(`/api/v1${path}`, {
    method,
    headers: { ...session.headers, ...(body && !isForm ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
  });
}

async function paperOf(title: string, pages: readonly string[]): Promise<Uint8Array> {
  const paper = await PDFDocument.create();
  paper.setTitle(title);
  const font = await paper.embedFont(StandardFonts.Helvetica);
  for (const text of pages) paper.addPage([420, 595]).drawText(text, { x: 40, y: 500, size: 14, font });
  return paper.save({ useObjectStreams: false });
}

const asUpload = z.looseObject({ id: z.string(), received: z.number(), parts: z.number() });

async function begin(session: Session, fileName: string, fileBytes: number): Promise<string> {
  const answer = await call(session, 'POST', '/asset-uploads', { fileName, fileBytes });
  expect(answer.status).toBe(201);
  return asUpload.parse(await answer.json()).id;
}

async function putPart(session: Session, id: string, part: number, bytes: Uint8Array): Promise<Response> {
  const form = new FormData();
  form.set('data', new File([new Uint8Array(bytes)], 'part'));
  return call(session, 'PUT', `/asset-uploads/${id}/parts/${part}`, form);
}

async function send(session: Session, fileName: string, bytes: Uint8Array): Promise<Response> {
  const id = await begin(session, fileName, bytes.length);
  for (let part = 0; part * uploadPartBytes < bytes.length; part += 1) {
    const answer = await putPart(
      session,
      id,
      part,
      bytes.subarray(part * uploadPartBytes, (part + 1) * uploadPartBytes),
    );
    expect(answer.status).toBe(200);
  }
  return call(session, 'POST', `/asset-uploads/${id}/completion`, {});
}

const idOf = async (answer: Response) => z.looseObject({ id: z.string() }).parse(await answer.json()).id;

const asPiece = z.looseObject({
  id: z.string(),
  currentVersion: z.looseObject({ id: z.string(), thumbnailUrl: z.string().nullable() }),
});

describe('a file from the browser to the pages', () => {
  test('goes up in parts, is recognised, made a piece and readable', async () => {
    const bytes = await paperOf('Line swap in a weekend', ['Energy is a cost', 'that one can cut']);
    const checked = await send(ours, '../../etc/scan_1.PDF', bytes);
    expect(checked.status).toBe(200);
    const upload = await checked.json();
    expect(upload).toMatchObject({
      fileName: 'scan_1.pdf',
      checked: { format: 'pdf', title: 'Line swap in a weekend', sameAs: null },
    });
    const made = await call(ours, 'POST', '/assets', {
      title: 'Line swap <b>',
      uploadId: asUpload.parse(upload).id,
    });
    expect(made.status).toBe(201);
    const piece = asPiece.parse(await made.json());
    expect(piece).toMatchObject({ state: 'preparing', currentVersion: { number: 1, state: 'waiting' } });
    await processVersion(services, { versionId: piece.currentVersion.id });
    const read = asPiece.parse(await (await call(ours, 'GET', `/assets/${piece.id}`)).json());
    expect(read).toMatchObject({ state: 'in_use', currentVersion: { state: 'ready', pageCount: 2 } });
    const hits = await (await call(ours, 'GET', '/assets/search?q=can+cu')).json();
    expect(hits).toMatchObject({ items: [{ page: 2, asset: { id: piece.id } }] });
    await lookAtPictures(piece.id, read.currentVersion);
    const again = await (await send(ours, 'other name.pdf', bytes)).json();
    expect(again).toMatchObject({
      checked: { sameAs: { asset: { id: piece.id, title: 'Line swap <b>' }, versionNumber: 1 } },
    });
    const twice = await call(ours, 'POST', '/assets', { title: 'Again', uploadId: asUpload.parse(again).id });
    expect(twice.status).toBe(409);
    expect(await twice.text()).toContain('Nothing was added');
    const elsewhere = await (await send(theirs, 'scan.pdf', bytes)).json();
    expect(elsewhere).toMatchObject({ checked: { sameAs: null } });
  });

  async function lookAtPictures(
    assetId: string,
    version: { id: string; thumbnailUrl: string | null },
  ): Promise<void> {
    const at = `/assets/${assetId}/versions/${version.id}`;
    const paths = [`${at}/thumbnail`, `${at}/pages/2`, `${at}/pages/1?width=2200`];
    expect(version.thumbnailUrl).toBe(`/api/v1${at}/thumbnail`);
    for (const path of paths) {
      const answer = await call(ours, 'GET', path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/webp');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename="[a-z0-9-]+\.webp"$/);
      const etag = answer.headers.get('etag') ?? '';
      const known = await app.request(`/api/v1${path}`, {
        headers: { ...ours.headers, 'if-none-match': etag },
      });
      expect(known.status).toBe(304);
      expect((await call(theirs, 'GET', path)).status, 'another workspace').toBe(404);
      expect((await call({ workspaceId: '', headers: {} }, 'GET', path)).status, 'nobody').toBe(401);
    }
    expect((await call(ours, 'GET', `${at}/pages/3`)).status).toBe(404);
    expect((await call(ours, 'GET', `${at}/pages/..%2f1`)).status).toBe(404);
    expect((await call(ours, 'GET', `${at}/pages/1?width=99999`)).status).toBe(400);
    expect((await call(ours, 'GET', `/assets/${newId()}/versions/${version.id}/pages/1`)).status).toBe(404);
  }

  test('goes on after a broken connection from what has arrived', async () => {
    const bytes = new Uint8Array(uploadPartBytes + 10).fill(7);
    const id = await begin(ours, 'film.mp4', bytes.length);
    expect((await putPart(ours, id, 1, bytes.subarray(0, 10))).status).toBe(409);
    await putPart(ours, id, 0, bytes.subarray(0, uploadPartBytes));
    expect(await (await putPart(ours, id, 0, bytes.subarray(0, uploadPartBytes))).json()).toMatchObject({
      parts: 1,
    });
    expect(await (await call(ours, 'GET', `/asset-uploads/${id}`)).json()).toMatchObject({
      received: uploadPartBytes,
      parts: 1,
      checked: null,
    });
    const early = await call(ours, 'POST', `/asset-uploads/${id}/completion`, {});
    expect(early.status).toBe(409);
    expect((await putPart(ours, id, 1, bytes.subarray(0, 11))).status).toBe(400);
    expect((await call(theirs, 'GET', `/asset-uploads/${id}`)).status).toBe(404);
    expect((await call(ours, 'DELETE', `/asset-uploads/${id}`)).status).toBeLessThan(300);
    expect((await call(ours, 'GET', `/asset-uploads/${id}`)).status).toBe(404);
  });

  test.each([
    ['page.pdf', '<!doctype html><script>alert(1)</script>', /web page/],
    ['deck.pdf', 'PK\u0003\u0004 ppt/presentation.xml', /./],
    ['notes.pdf', 'just text', /cannot be seen/],
  ])('%s that is none is refused with the reason, and nothing of it stays', async (name, text, reason) => {
    const answer = await send(ours, name, Buffer.from(text));
    expect(answer.status).toBe(422);
    const problem = z.object({ detail: z.string() }).parse(await answer.json());
    expect(problem.detail).toMatch(reason);
    const kept = await services.files.listAll(`content/${ours.workspaceId}/`, { recursive: true });
    expect([...kept.objects].filter((each) => each.isFile && each.key.includes('/upload/'))).toEqual([]);
  });

  test('what nobody made a piece of goes after two days', async () => {
    const bytes = await paperOf('Left', ['lying']);
    const id = await idOf(await send(ours, 'left.pdf', bytes));
    const key = `content/${ours.workspaceId}/${id}/original`;
    expect(await services.files.exists(key)).toBe(true);
    services.setNow(new Date(Date.now() + 3 * 86_400_000));
    expect(await forgetContentUploads(services)).toBeGreaterThan(0);
    expect(await services.files.exists(key)).toBe(false);
    services.setNow(new Date());
  });
});

test('addresses are checked, and one of file and address is needed', async () => {
  const add = (body: object) => call(ours, 'POST', '/assets', { title: 'A page', ...body });
  for (const url of ['javascript:alert(1)', 'ftp://x.example/a', 'not an address', 'file:///etc/passwd'])
    expect((await add({ url })).status, url).toBe(400);
  expect((await add({})).status).toBe(400);
  expect((await add({ url: 'https://x.example', uploadId: newId() })).status).toBe(400);
  expect((await add({ uploadId: newId() })).status).toBe(404);
  expect((await add({ url: 'https://x.example/a', ownerId: newId() })).status).toBe(404);
  const made = await add({ url: 'https://x.example/a' });
  expect(await made.json()).toMatchObject({ state: 'in_use', currentVersion: { format: 'page' } });
});

test('a retired piece may be replaced by one of the same workspace only', async () => {
  const ofOurs = await idOf(
    await call(ours, 'POST', '/assets', { title: 'Ours', url: 'https://x.example/o' }),
  );
  const ofTheirs = await idOf(
    await call(theirs, 'POST', '/assets', { title: 'Theirs', url: 'https://x.example/t' }),
  );
  const retire = (body: object) => call(ours, 'POST', `/assets/${ofOurs}/retirement`, body);
  expect((await retire({ useInsteadId: ofTheirs })).status).toBe(404);
  expect((await call(ours, 'GET', `/assets/${ofTheirs}`)).status).toBe(404);
  expect(await (await retire({})).json()).toMatchObject({ retired: true });
  expect((await call(ours, 'DELETE', `/assets/${ofOurs}/retirement`)).status).toBe(200);
});
