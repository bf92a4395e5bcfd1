import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new signing secret, as Standard Webhooks writes it. */
export const newSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

/** The headers by which a receiver knows that a message is ours, fresh, and not one it had before. */
export function signedHeaders(options: {
  id: string;
  body: string;
  now: Date;
  /** More than one while a new secret takes over. */
  secrets: readonly string[];
}): Record<string, string> {
  const { id, body, now, secrets } = options;
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
