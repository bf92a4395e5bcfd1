import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export type TakenMail = { envelopeTo: string[]; mail: Email; raw: string };

/** A real SMTP server on loopback that keeps what it takes. `refuse` answers a code instead, recipient by recipient. */
export async function openMailServer(
  options: { refuse?: (address: string) => number | null; password?: string } = {},
) {
  const taken: TakenMail[] = [];
  const { refuse, password } = options;
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => {
      if (auth.password === password) done(null, { user: auth.username });
      else done(new Error('535 wrong password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      const code = refuse?.(address) ?? null;
      if (code === null) return done();
      done(Object.assign(new Error('no such mailbox here'), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const envelopeTo = session.envelope.rcptTo.map(({ address }) => address);
        void PostalMime.parse(raw).then((mail) => {
          taken.push({ envelopeTo, mail, raw: raw.toString('utf8') });
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = addressOf(server.server.address());
  return { taken, port, url: `smtp://127.0.0.1:${port}` };
}

export type TakenPost = { headers: IncomingMessage['headers']; body: string };

/** A real HTTP endpoint; `answer` decides each answer. */
export async function openEndpoint(
  answer: (count: number) => { status: number; headers?: Record<string, string>; body?: string },
) {
  const taken: TakenPost[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const { status, headers = {}, body = 'ok' } = answer(taken.length);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = addressOf(server.address());
  return { taken, url: `http://127.0.0.1:${port}/hooks/secret-path` };
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address === 'object' && address !== null) return address;
  throw new Error('not listening');
}
