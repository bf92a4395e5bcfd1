const longestKey = 200;
const longestHref = 2_000;

/** Which number: its page, and what it is made of. Filters of the page that change it are left to the address. */
export function figureKeyOf(pathname: string, evidence: unknown): string {
  const made = typeof evidence === 'string' ? evidence : stableText(evidence);
  return `${pathname}#${made}`.slice(0, longestKey);
}

function stableText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${key}=${typeof part === 'string' ? part : JSON.stringify(part)}`)
    .join('&');
}

/** The address to come back to; without its parameters where they would be too long to keep. */
export const figureHref = (pathname: string, search: string): string =>
  pathname.length + search.length <= longestHref ? `${pathname}${search}` : pathname;
