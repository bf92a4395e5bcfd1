import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { Config } from '../config.ts';

export type Letter = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** The same each time it is tried, so that a mail that arrives twice is known to be one. */
  messageId: string;
  headers: Record<string, string>;
  /** In whose name it goes out, before our address; left out, ours. */
  fromName?: string;
  /** Whom an answer goes to; left out, whom it comes from. */
  replyTo?: { name: string; address: string };
  attachments?: { filename: string; content: Buffer; contentType: string }[];
};

/** A mail that was not taken. `lasting`: this one never will be, however often it is tried. */
export class MailRefused extends Error {
  readonly lasting: boolean;
  constructor(message: string, options: { lasting: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'MailRefused';
    this.lasting = options.lasting;
  }
}

export type Mailer = {
  /** Whom mail comes from. */
  from: string;
  /** Hands a mail to the server; answers what the server said. Throws MailRefused. */
  send(letter: Letter): Promise<string>;
};

const connectWithinMs = 10_000;
const silentForMs = 30_000;

/** Which variables are to be set before mail can go out. */
export function missingForMail(config: Pick<Config, 'mailUrl' | 'mailFrom'>): string[] {
  return [
    ...(config.mailUrl === undefined ? ['LIAISON_MAIL_URL'] : []),
    ...(config.mailFrom === undefined ? ['LIAISON_MAIL_FROM'] : []),
  ];
}

/** The way out for mail; null where it is not set up. */
export function openMailer(config: Pick<Config, 'mailUrl' | 'mailFrom'>): Mailer | null {
  const { mailUrl, mailFrom: from } = config;
  if (mailUrl === undefined || from === undefined) return null;
  const options = transportOptions(new URL(mailUrl));
  const transport = createTransport(options);
  const password = options.auth?.pass;
  return {
    from,
    send: async ({ fromName, ...letter }) => {
      try {
        const { response } = await transport.sendMail({
          ...letter,
          from: fromName === undefined ? from : { name: fromName, address: addressOf(from) },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return response;
      } catch (error) {
        throw asRefused(error, password);
      }
    },
  };
}

/** `liaison@company.com` of `Liaison <liaison@company.com>`. */
const addressOf = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender;

type TransportOptions = SMTPTransport.Options & { auth?: { user: string; pass: string } };

function transportOptions(url: URL): TransportOptions {
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A password crosses no network in clear text.
    requireTLS: !secure && user !== '' && !isLoopback(host),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: connectWithinMs,
    greetingTimeout: connectWithinMs,
    socketTimeout: silentForMs,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback');
}

/** What the server said of this very mail, for good (5xx), is lasting; a wrong password or a server that is away is not. */
function asRefused(error: unknown, password: string | undefined): MailRefused {
  const of = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const status = of('responseCode');
  const command = of('command');
  const lasting =
    typeof status === 'number' && status >= 500 && (command === 'RCPT TO' || command === 'DATA');
  const said = error instanceof Error ? error.message : String(error);
  const message = password ? said.replaceAll(password, '…') : said;
  return new MailRefused(message, { lasting, cause: undefined });
}
