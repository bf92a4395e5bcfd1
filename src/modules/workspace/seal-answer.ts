import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import { authSecret } from '../../platform/auth/auth.ts';
import type { Services } from '../../platform/services.ts';

const sealed = z.object({ sealed: z.string() });

/**
 * An answer that holds a secret is stored for its Idempotency-Key only encrypted; the key to it is in the data
 * directory, not in the database.
 */
export async function sealAnswer(
  services: Pick<Services, 'config'>,
  answer: unknown,
): Promise<z.infer<typeof sealed>> {
  const key = await authSecret(services.config.dataDir);
  return { sealed: await symmetricEncrypt({ key, data: JSON.stringify(answer) }) };
}

export async function openAnswer(services: Pick<Services, 'config'>, stored: unknown): Promise<unknown> {
  const key = await authSecret(services.config.dataDir);
  return JSON.parse(await symmetricDecrypt({ key, data: sealed.parse(stored).sealed }));
}
