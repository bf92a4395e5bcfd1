import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { clientAddressOf } from '../../../platform/http/client-address.ts';
import { newId } from '../../../platform/ids.ts';
import type { Services } from '../../../platform/services.ts';
import { answerGate, type ReaderAnswer } from '../links/answer-gate.ts';
import { gateOf } from '../links/gate-of.ts';
import { type LinkForReader, linkBySlug } from '../links/link-for-reader.ts';
import { readerName } from './admit.ts';
import { builtApp } from './built-app.ts';
import { deviceOf, keepPass, passOf } from './cookies.ts';
import { type ClosedGate, gatePage, unavailablePage } from './gate-page.ts';
import { pageHeaders } from './headers.ts';
import type { Html } from './html.ts';
import { isMember } from './is-member.ts';
import { loadPieces } from './load-reader.ts';
import { readerPage } from './reader-page.ts';
import { makeTicket, ticketLifeMs } from './ticket.ts';

export const newNonce = (): string => randomBytes(16).toString('base64url');

/** `GET /v/{slug}`: what stands before the link, or the reading page. Writes nothing, whoever asks and however often. */
export async function servePage(c: Context, services: Services, slug: string): Promise<Response> {
  const link = await linkBySlug(services, slug);
  if (link === null) return serveUnavailable(c, services);
  const pass = await passOf(c, services, link.id);
  const gate = gateOf(link, pass, services.now());
  if (gate.kind === 'open') return serveReader(c, services, { link, gate });
  return serveGate(c, services, { link, gate, problem: null, waitMs: null });
}

/** `POST /v/{slug}`: an answer at a gate. Passed, the reader is sent to the page again, which then asks what comes next. */
export async function serveAnswer(c: Context, services: Services, slug: string): Promise<Response> {
  const link = await linkBySlug(services, slug);
  if (link === null) return serveUnavailable(c, services);
  const pass = await passOf(c, services, link.id);
  const answer = answerIn(await c.req.parseBody());
  if (answer === null) return c.redirect(`/v/${slug}`, 303);
  const answered = await answerGate(services, { link, pass, answer, ip: clientAddressOf(c) });
  if (answered.pass !== null && answered.pass !== pass)
    await keepPass(c, services, { slug, pass: answered.pass });
  const { gate, problem, waitMs } = answered;
  if (problem !== null && gate.kind !== 'open')
    return serveGate(c, services, { link, gate, problem, waitMs });
  return c.redirect(`/v/${slug}`, 303);
}

function answerIn(body: Record<string, unknown>): ReaderAnswer | null {
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
  switch (text('gate')) {
    case 'passcode':
      return { kind: 'passcode', passcode: text('passcode') };
    case 'email':
      return { kind: 'email', email: text('email') };
    case 'code':
      return { kind: 'code', code: text('code') };
    case 'resend':
      return { kind: 'new_code' };
    case 'restart':
      return { kind: 'other_email' };
    default:
      return null;
  }
}

async function serveReader(
  c: Context,
  services: Services,
  { link, gate }: { link: LinkForReader; gate: { email: string | null; emailVerified: boolean } },
): Promise<Response> {
  const now = services.now();
  const [app, pieces, member] = await Promise.all([
    builtApp(),
    loadPieces(services, link),
    isMember(services, { headers: c.req.raw.headers, workspaceId: link.workspaceId }),
  ]);
  const ticket = await makeTicket(services, {
    linkId: link.id,
    workspaceId: link.workspaceId,
    visitId: newId(),
    assets: link.assets.map(({ assetId, versionId, pageCount }) => ({ assetId, versionId, pageCount })),
    email: gate.email,
    emailVerified: gate.emailVerified,
    contactId: link.contactId,
    issuedAtMs: now.getTime(),
    untilMs: now.getTime() + ticketLifeMs,
    device: deviceOf(c, services),
    isMember: member,
    accessRevision: link.accessRevision,
  });
  const nonce = newNonce();
  const model = {
    base: `/v/${link.slug}/${ticket}`,
    title: link.title,
    watermark: link.watermark ? readerName(link, gate.email) : null,
    pieces,
  };
  const page = readerPage({ link, model, app, nonce });
  return respond(c, page, 200, pageHeaders(services, { nonce, script: true }));
}

async function serveGate(
  c: Context,
  services: Services,
  said: { link: LinkForReader; gate: ClosedGate; problem: string | null; waitMs: number | null },
): Promise<Response> {
  const { gate, waitMs, problem } = said;
  const isShut = gate.kind === 'revoked' || gate.kind === 'expired';
  if (isShut && !gate.known) return serveUnavailable(c, services);
  const nonce = newNonce();
  const headers = pageHeaders(services, { nonce, script: false });
  if (waitMs !== null) headers['retry-after'] = String(Math.ceil(waitMs / 1_000));
  const status = isShut ? 410 : gate.kind === 'denied' ? 403 : waitMs !== null ? 429 : problem ? 422 : 200;
  return respond(c, gatePage({ ...said, nonce }), status, headers);
}

/** Alike in all for links that never were and for those that are no more: a stranger learns nothing. */
export function serveUnavailable(c: Context, services: Services): Promise<Response> {
  const nonce = newNonce();
  return respond(c, unavailablePage({ nonce }), 404, pageHeaders(services, { nonce, script: false }));
}

export async function respond(
  c: Context,
  page: Html,
  status: 200 | 400 | 403 | 404 | 405 | 410 | 413 | 422 | 429 | 500 | 503,
  headers: Record<string, string>,
): Promise<Response> {
  return c.body((await page).toString(), status, headers);
}
