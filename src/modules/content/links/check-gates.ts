import type { Config } from '../../../platform/config.ts';
import { AppError } from '../../../platform/errors.ts';
import { missingForMail } from '../../../platform/mail/mailer.ts';

export type Gates = {
  emailGate: 'none' | 'ask' | 'verify';
  allowed: readonly string[];
  denied: readonly string[];
  expiresAt: Date | null;
};

/** Refuses gates that would keep nobody out, or everybody. */
export function checkGates(
  gates: Gates,
  options: { config: Pick<Config, 'mailUrl' | 'mailFrom'>; now: Date; checksExpiry: boolean },
): void {
  const { emailGate, allowed, denied, expiresAt } = gates;
  const missing = missingForMail(options.config);
  if (emailGate === 'verify' && missing.length > 0) {
    throw new AppError(
      'conflict',
      `No code can be mailed here, so an address cannot be verified. Set ${missing.join(' and ')} and start Liaison again, or ask for an address without verifying it.`,
      { fields: [{ path: 'emailGate', message: 'needs mail' }] },
    );
  }
  if (emailGate === 'none' && allowed.length + denied.length > 0) {
    throw new AppError(
      'invalid_input',
      'Who is let in or kept out is known by the reader’s address: ask for it, or verify it.',
      { fields: [{ path: 'emailGate', message: 'asks for no address' }] },
    );
  }
  if (options.checksExpiry && expiresAt !== null && expiresAt.getTime() <= options.now.getTime()) {
    throw new AppError('invalid_input', 'The link would have ended already. Choose a later time.', {
      fields: [{ path: 'expiresAt', message: 'lies in the past' }],
    });
  }
}
