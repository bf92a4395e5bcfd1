import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const optionalText = z.preprocess(blankIsAbsent, z.string().optional());

const defaultSmtpPort = 4325;

/** Unlike the others, blank means something here: no mail door at all. */
const smtpPort = z
  .union([z.enum(['', 'off']), z.coerce.number('a port, or off').int().min(0).max(65_535)])
  .optional()
  .transform((value) => (value === undefined ? defaultSmtpPort : typeof value === 'number' ? value : null));

/** An address with what follows, as mail programs write it: `Liaison <liaison@company.com>`. */
const sender = /^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

const environment = z.object({
  LIAISON_PORT: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(4310)),
  LIAISON_HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  LIAISON_DATA_DIR: z.preprocess(blankIsAbsent, z.string().default('./data')),
  LIAISON_PUBLIC_URL: z.preprocess(blankIsAbsent, z.url().optional()),
  LIAISON_CONTENT_URL: z.preprocess(blankIsAbsent, z.url().optional()),
  LIAISON_ADMIN_TOKEN: optionalText,
  LIAISON_WRITE_KEY: optionalText,
  LIAISON_SMTP_PORT: smtpPort,
  LIAISON_MAIL_DOMAIN: optionalText,
  LIAISON_SMTP_TLS_KEY: optionalText,
  LIAISON_SMTP_TLS_CERT: optionalText,
  LIAISON_MAIL_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .refine(isSmtpUrl, 'a mail server as smtp://user:password@host:port or smtps://user:password@host:port')
      .optional(),
  ),
  LIAISON_MAIL_FROM: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .trim()
      .regex(sender, 'an address, or a name and an address: Liaison <liaison@company.com>')
      .optional(),
  ),
  LIAISON_WEBHOOKS_PRIVATE: z.preprocess(blankIsAbsent, z.enum(['allow', 'refuse']).default('refuse')),
  LIAISON_S3_BUCKET: optionalText,
  LIAISON_S3_REGION: optionalText,
  LIAISON_S3_ENDPOINT: z.preprocess(blankIsAbsent, z.url({ protocol: /^https?$/ }).optional()),
  LIAISON_S3_ACCESS_KEY_ID: optionalText,
  LIAISON_S3_SECRET_ACCESS_KEY: optionalText,
  LIAISON_S3_PATH_STYLE: z.preprocess(blankIsAbsent, z.enum(['yes', 'no', 'true', 'false']).optional()),
  LIAISON_LOG_LEVEL: z.preprocess(blankIsAbsent, z.enum(['debug', 'info', 'warn', 'error']).default('info')),
  DATABASE_URL: z.preprocess(blankIsAbsent, z.url().optional()),
  CLICKHOUSE_URL: z.preprocess(blankIsAbsent, z.url().optional()),
});

/** A bucket of Amazon's S3 or of a server that speaks its language. */
export type S3Config = {
  bucket: string;
  region: string;
  /** Of a server that is not Amazon's. */
  endpoint: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket's name stands in the path, not in the host. */
  pathStyle: boolean;
};

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  /** Where people reach Liaison; links in pages, mails and cookies are made from it. No trailing slash. */
  publicUrl: string;
  /** Where shared content is read: a domain of its own, or `publicUrl`. No trailing slash. */
  contentUrl: string;
  adminToken: string | undefined;
  writeKey: string | undefined;
  /** Where mail is taken in; 0 takes any free port, null shuts the door. */
  smtpPort: number | null;
  /** What stands behind the @ of the workspaces' mail addresses, in lower case. */
  mailDomain: string;
  /** Files of the key and certificate by which the mail door offers STARTTLS. */
  smtpTlsKeyPath: string | undefined;
  smtpTlsCertPath: string | undefined;
  /** The server that takes our mail to people, with user and password; and whom it comes from. */
  mailUrl: string | undefined;
  mailFrom: string | undefined;
  /** Whether webhooks may go to addresses of private networks. */
  webhooksPrivate: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Where uploaded files are kept; null: in the data directory. */
  s3: S3Config | null;
  databaseUrl: string | undefined;
  clickhouseUrl: string | undefined;
};

/** The one place where the environment is read. Throws an Error naming each variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Liaison cannot start: the environment is wrong.\n${lines.join('\n')}`);
  }
  const value = parsed.data;
  const shownHost =
    value.LIAISON_HOST === '0.0.0.0' || value.LIAISON_HOST === '::' ? 'localhost' : value.LIAISON_HOST;
  const publicUrl = (value.LIAISON_PUBLIC_URL ?? `http://${shownHost}:${value.LIAISON_PORT}`).replace(
    /\/+$/,
    '',
  );
  return {
    port: value.LIAISON_PORT,
    host: value.LIAISON_HOST,
    dataDir: resolve(value.LIAISON_DATA_DIR),
    publicUrl,
    contentUrl: (value.LIAISON_CONTENT_URL ?? publicUrl).replace(/\/+$/, ''),
    adminToken: value.LIAISON_ADMIN_TOKEN,
    writeKey: value.LIAISON_WRITE_KEY,
    smtpPort: value.LIAISON_SMTP_PORT,
    mailDomain: value.LIAISON_MAIL_DOMAIN?.toLowerCase() ?? mailDomainOf(publicUrl),
    smtpTlsKeyPath: value.LIAISON_SMTP_TLS_KEY,
    smtpTlsCertPath: value.LIAISON_SMTP_TLS_CERT,
    mailUrl: value.LIAISON_MAIL_URL,
    mailFrom: value.LIAISON_MAIL_FROM,
    webhooksPrivate: value.LIAISON_WEBHOOKS_PRIVATE === 'allow',
    logLevel: value.LIAISON_LOG_LEVEL,
    s3: readS3(value),
    databaseUrl: value.DATABASE_URL,
    clickhouseUrl: value.CLICKHOUSE_URL,
  };
}

const s3Needs = ['LIAISON_S3_BUCKET', 'LIAISON_S3_ACCESS_KEY_ID', 'LIAISON_S3_SECRET_ACCESS_KEY'] as const;
const s3May = ['LIAISON_S3_REGION', 'LIAISON_S3_ENDPOINT', 'LIAISON_S3_PATH_STYLE'] as const;

/** All of what a bucket needs, or nothing: half a setting would put files where nobody looks for them. */
function readS3(value: z.infer<typeof environment>): S3Config | null {
  const set = [...s3Needs, ...s3May].filter((name) => value[name] !== undefined);
  if (set.length === 0) return null;
  const bucket = value.LIAISON_S3_BUCKET;
  const accessKeyId = value.LIAISON_S3_ACCESS_KEY_ID;
  const secretAccessKey = value.LIAISON_S3_SECRET_ACCESS_KEY;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = s3Needs.filter((name) => value[name] === undefined).join(', ');
    throw new Error(
      `Liaison cannot start: files are to be kept in a bucket (${set.join(', ')}), but ${missing} is not set. Set it, or none of them to keep files in the data directory.`,
    );
  }
  const endpoint = value.LIAISON_S3_ENDPOINT;
  const pathStyle = value.LIAISON_S3_PATH_STYLE;
  return {
    bucket,
    // Servers that are not Amazon's mostly take this one, whatever it means to them.
    region: value.LIAISON_S3_REGION ?? 'us-east-1',
    endpoint,
    accessKeyId,
    secretAccessKey,
    pathStyle: pathStyle === undefined ? endpoint !== undefined : pathStyle === 'yes' || pathStyle === 'true',
  };
}

/** An address of numbers is none that mail programs take behind an @. */
function mailDomainOf(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return isIP(hostname) === 0 && !hostname.startsWith('[') ? hostname : 'localhost';
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}
