import type { Config } from '../../../platform/config.ts';
import { AppError } from '../../../platform/errors.ts';
import {
  type Outside,
  privateNetworksToo,
  publicInternet,
  reachableAddress,
  Unreachable,
} from '../../../platform/http/outside.ts';

/** Where webhooks may go in this installation. */
export function outsideOf(config: Pick<Config, 'webhooksPrivate'>): Outside {
  return config.webhooksPrivate ? privateNetworksToo : publicInternet;
}

/** What to do where an address may not be reached. */
export const privateHint =
  'Webhooks go to the public internet; to let them into your own network, start Liaison with LIAISON_WEBHOOKS_PRIVATE=allow.';

function refused(message: string): AppError {
  return new AppError('invalid_input', message, { fields: [{ path: 'url', message }] });
}

/** The address of a webhook that may be kept: http or https, no password, and where it leads may be reached now. */
export async function checkAddress(text: string, outside: Outside): Promise<URL> {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw refused('This is no web address. It begins with https://.');
  if (url.username !== '' || url.password !== '')
    throw refused('The address must not hold a user name or password.');
  url.hash = '';
  try {
    await reachableAddress(url, outside);
    return url;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw refused(error.why === 'not_allowed' ? `${error.message} ${privateHint}` : error.message);
  }
}
