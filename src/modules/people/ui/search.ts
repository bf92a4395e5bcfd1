import { client } from '../../../web/api.ts';
import type { SearchProvider } from '../../../web/search.ts';

const shownResults = 6;

const joined = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');

/** Contacts for ⌘K, by name, e-mail, title or company. */
export const contactSearch: SearchProvider = {
  label: 'Contacts',
  async search({ query, signal }) {
    const page = await client.people.contacts.list({ search: query, limit: shownResults }, { signal });
    return page.items.map((row) => ({
      id: row.id,
      label: row.name || row.email || 'No name',
      detail: joined([row.title, row.account?.name, row.email]),
      href: `/people/contacts/${row.id}`,
    }));
  },
};

/** Companies for ⌘K. */
export const accountSearch: SearchProvider = {
  label: 'Accounts',
  async search({ query, signal }) {
    const page = await client.people.accounts.list({ search: query, limit: shownResults }, { signal });
    return page.items.map((row) => ({
      id: row.id,
      label: row.name,
      detail: joined([row.domain, row.industry]),
      href: `/people/accounts/${row.id}`,
    }));
  },
};

/** Deals for ⌘K. */
export const dealSearch: SearchProvider = {
  label: 'Deals',
  async search({ query, signal }) {
    const page = await client.people.opportunities.list({ search: query, limit: shownResults }, { signal });
    return page.items.map((row) => ({
      id: row.id,
      label: row.name,
      detail: joined([row.account?.name, row.stage ?? row.status]),
      href: `/people/deals/${row.id}`,
    }));
  },
};
