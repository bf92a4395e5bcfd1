import { isSameOrigin } from '../../platform/auth/origins.ts';
import { AppError } from '../../platform/errors.ts';
import type { RequestContext } from './authorised.ts';

/** Against other sites' pages acting in a signed-in person's name. */
export function requireOwnPage({ services, headers }: RequestContext): void {
  if (isSameOrigin(services.config.publicUrl, headers)) return;
  throw new AppError(
    'forbidden',
    'A signed-in browser may change things only from the pages of Liaison itself. Scripts use an API token.',
  );
}
