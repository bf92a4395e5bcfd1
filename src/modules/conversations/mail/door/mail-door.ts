import { readFile } from 'node:fs/promises';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import { AppError } from '../../../../platform/errors.ts';
import type { Services } from '../../../../platform/services.ts';
import { findWorkspaceByAddress } from '../mail-address.ts';
import { receiveMail } from '../receive-mail.ts';
import { type DoorStatus, setDoorStatus } from './door-status.ts';
import { Slots } from './slots.ts';

export const maxMailBytes = 25 * 1_024 * 1_024;
const maxClients = 50;
const maxClientsOfOneHost = 20;
const maxRecipients = 20;
// Each may hold a whole mail in memory, several times over while it is read.
const mailsAtOnce = 3;
const wrongRecipientsAllowed = 10;
const socketTimeoutMs = 60_000;
const closeTimeoutMs = 2_000;

export type MailDoor = { status: DoorStatus; close(): Promise<void> };

/** An answer of the door to a client; 4xx: try again later, 5xx: never. */
class Refusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

const tryLater = 'Liaison cannot take mail at this moment. Please try again later.';

/**
 * Opens the SMTP door: it takes mail for the workspaces' secret addresses and for nobody else, and says 250 when the
 * mail is committed. A door that cannot be opened must not keep the program from starting; its status says why.
 */
export async function openMailDoor(services: Services): Promise<MailDoor> {
  const { config, log } = services;
  const settled = (status: DoorStatus, close: () => Promise<void>): MailDoor => {
    setDoorStatus(services, status);
    return { status, close };
  };
  if (config.smtpPort === null) {
    return settled({ state: 'off', host: null, port: null, error: null }, async () => {});
  }
  const made = await makeServer(services);
  const opened = made.server
    ? await listen(made.server, { port: config.smtpPort, host: config.host })
    : { port: null, error: made.error };
  if (opened.error !== null || made.server === null) {
    log.warn(
      { err: opened.error },
      'the mail door could not be opened; set LIAISON_SMTP_PORT to a free port',
    );
    return settled(
      { state: 'failed', host: config.host, port: config.smtpPort, error: opened.error },
      async () => {},
    );
  }
  log.info({ port: opened.port }, 'the mail door is open');
  const close = () =>
    new Promise<void>((resolve) => {
      setDoorStatus(services, { state: 'off', host: null, port: null, error: null });
      made.server.close(() => resolve());
    });
  return settled({ state: 'open', host: config.host, port: opened.port, error: null }, close);
}

type Made = { server: SMTPServer; error: null } | { server: null; error: string };

/** A key that does not fit its certificate is found out here. */
async function makeServer(services: Services): Promise<Made> {
  try {
    const server = new SMTPServer(await optionsOf(services));
    server.on('error', (error: Error) => services.log.debug({ err: error.message }, 'mail door'));
    return { server, error: null };
  } catch (error) {
    return { server: null, error: error instanceof Error ? error.message : String(error) };
  }
}

async function optionsOf(services: Services): Promise<SMTPServerOptions> {
  const { config } = services;
  const tls = await readTls(services);
  const slots = new Slots(mailsAtOnce);
  const clients = new ClientCount();
  const wrong = new WeakMap<SMTPServerSession, number>();
  return {
    ...tls,
    name: config.mailDomain,
    banner: 'Liaison',
    authOptional: true,
    disabledCommands: ['AUTH', ...(tls ? [] : ['STARTTLS'])],
    disableReverseLookup: true,
    logger: false,
    size: maxMailBytes,
    rejectOversized: true,
    maxClients,
    maxRecipients,
    maxAllowedUnauthenticatedCommands: 100,
    socketTimeout: socketTimeoutMs,
    closeTimeout: closeTimeoutMs,
    onConnect: (session, done) => {
      if (clients.enter(session.remoteAddress)) done();
      else done(new Refusal(421, 'Too many connections from your address. Please try again later.'));
    },
    onClose: (session) => clients.leave(session.remoteAddress),
    onRcptTo: ({ address }, session, done) => {
      const misses = wrong.get(session) ?? 0;
      if (misses >= wrongRecipientsAllowed) return done(new Refusal(421, 'Too many wrong recipients.'));
      findWorkspaceByAddress({ database: services.database, address, domain: config.mailDomain }).then(
        (workspaceId) => {
          if (workspaceId !== null) return done();
          wrong.set(session, misses + 1);
          done(new Refusal(550, 'No such address here, and no mail is passed on.'));
        },
        (error: unknown) => done(refusalOf(services, error)),
      );
    },
    onData: (stream, session, done) => {
      slots
        .run(() => takeIn(services, stream, session))
        .then(
          () => done(),
          (error: unknown) => done(refusalOf(services, error)),
        );
    },
  };
}

function refusalOf(services: Services, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const known = error instanceof AppError ? error.logMessage : String(error);
  services.log.warn({ err: known }, 'mail was put off');
  return new Refusal(451, tryLater);
}

/** Reads the mail, then hands it to each recipient's workspace; whoever sends it again after a failure does no harm. */
async function takeIn(
  services: Services,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const raw = await readAll(stream);
  if (raw === null) throw new Refusal(552, `A mail may have ${maxMailBytes / 1_024 / 1_024} MB at most.`);
  const workspaceIds = new Set<string>();
  for (const { address } of session.envelope.rcptTo) {
    const workspaceId = await findWorkspaceByAddress({
      database: services.database,
      address,
      domain: services.config.mailDomain,
    });
    if (workspaceId !== null) workspaceIds.add(workspaceId);
  }
  if (workspaceIds.size === 0) throw new Refusal(550, 'This address is no longer in use.');
  for (const workspaceId of workspaceIds) await receiveMail({ services, workspaceId, raw });
}

/** Null where it is too big; it is read to its end all the same, for only then does the client hear the answer. */
async function readAll(stream: SMTPServerDataStream): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks.length = 0;
    else if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return stream.sizeExceeded ? null : Buffer.concat(chunks);
}

/** Without a key and certificate STARTTLS is not offered: one that nobody vouches for protects from nothing. */
async function readTls({ config, log }: Services): Promise<{ key: Buffer; cert: Buffer } | null> {
  const { smtpTlsKeyPath, smtpTlsCertPath } = config;
  if (smtpTlsKeyPath === undefined || smtpTlsCertPath === undefined) return null;
  try {
    return { key: await readFile(smtpTlsKeyPath), cert: await readFile(smtpTlsCertPath) };
  } catch (error) {
    log.warn({ err: error }, 'the mail door offers no STARTTLS: its key or certificate cannot be read');
    return null;
  }
}

function listen(
  server: SMTPServer,
  options: { port: number; host: string },
): Promise<{ port: number; error: null } | { port: null; error: string }> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) =>
      resolve({
        port: null,
        error:
          error.code === 'EADDRINUSE' ? `Port ${options.port} is taken by another program.` : error.message,
      });
    const socket = server.listen(options.port, options.host, () => {
      const address = socket.address();
      resolve({ port: typeof address === 'object' && address ? address.port : options.port, error: null });
    });
    socket.once('error', onError);
  });
}

class ClientCount {
  readonly #byHost = new Map<string, number>();
  enter(host: string): boolean {
    const count = (this.#byHost.get(host) ?? 0) + 1;
    this.#byHost.set(host, count);
    return count <= maxClientsOfOneHost;
  }
  leave(host: string): void {
    const count = (this.#byHost.get(host) ?? 1) - 1;
    if (count <= 0) this.#byHost.delete(host);
    else this.#byHost.set(host, count);
  }
}
