import type { JudgedEvent } from './types.ts';

/** The UTM parameters of a page's address. */
export function campaignOf(url: string | null): JudgedEvent['campaign'] {
  const parameters = url === null ? undefined : URL.parse(url)?.searchParams;
  const said = (name: string) => parameters?.get(`utm_${name}`) || null;
  return {
    source: said('source'),
    medium: said('medium'),
    name: said('campaign'),
    term: said('term'),
    content: said('content'),
  };
}
