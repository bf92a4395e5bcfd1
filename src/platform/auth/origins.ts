const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The origins whose pages may act for a signed-in person: the public address, the same under the other names of this
 * machine where it is a local one, and whatever address the request itself was sent to. The last needs no list: a
 * page of another site cannot choose the Host that the browser sends.
 */
export function trustedOriginsOf(publicUrl: string, headers: Headers | undefined): string[] {
  const known = new URL(publicUrl);
  const origins = [known.origin];
  if (loopbackHosts.includes(known.hostname)) {
    const port = known.port === '' ? '' : `:${known.port}`;
    origins.push(...loopbackHosts.map((host) => `${known.protocol}//${host}${port}`));
  }
  const host = headers?.get('host');
  if (host) origins.push(`http://${host}`, `https://${host}`);
  return origins;
}

/** Whether a request that changes something comes from one of our own pages, or from no page at all but says so. */
export function isSameOrigin(publicUrl: string, headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin === null) return headers.get('sec-fetch-site') === 'same-origin';
  return trustedOriginsOf(publicUrl, headers).includes(origin);
}
