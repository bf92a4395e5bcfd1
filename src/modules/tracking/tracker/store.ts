// Browsers keep a cookie for 400 days at most.
const maxAgeSeconds = 395 * 86_400;

export function readCookie(name: string): string | null {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null;
}

/** Set as wide as the browser lets it, so that www. and shop. know the same visitor; null takes it away. */
export function writeCookie(name: string, value: string | null): void {
  const labels = location.hostname.split('.');
  const rest = `;path=/;samesite=lax;max-age=${value === null ? 0 : maxAgeSeconds}${location.protocol === 'https:' ? ';secure' : ''}`;
  for (let from = labels.length - 2; from >= -1; from -= 1) {
    const domain = from < 0 ? '' : `;domain=${labels.slice(from).join('.')}`;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
    document.cookie = `${name}=${encodeURIComponent(value ?? '')}${domain}${rest}`;
    if (value !== null && readCookie(name) === value) return;
  }
}

// A browser may forbid storage altogether; then what was not sent is lost with the page, and nothing else.
export function readLocal(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function writeLocal(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // See above.
  }
}
