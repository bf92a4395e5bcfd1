/** One thing the ⌘K search found. `href` is a path within Liaison, such as `/people/contacts/0193…`. */
export type SearchResult = { id: string; label: string; detail?: string; href: string };

export type SearchProvider = {
  /** Heads the group of results, such as "Contacts". */
  label: string;
  /** At most a handful, best first. `signal` is aborted when the query moves on. */
  search(options: { query: string; signal: AbortSignal }): Promise<SearchResult[]>;
};

/** Loaded when ⌘K is first used. A module adds one line: `() => import('…/ui/search.ts').then((m) => m.contactSearch)`. */
export const searchProviders: readonly (() => Promise<SearchProvider>)[] = [
  () => import('../modules/people/ui/search.ts').then((module) => module.contactSearch),
  () => import('../modules/people/ui/search.ts').then((module) => module.accountSearch),
  () => import('../modules/people/ui/search.ts').then((module) => module.dealSearch),
  () => import('../modules/language/ui/pages/search.ts').then((module) => module.definitionSearch),
];
