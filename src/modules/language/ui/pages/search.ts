import { client } from '../../../../web/api.ts';
import type { SearchProvider } from '../../../../web/search.ts';
import { firstSentence } from './words.ts';

const shownResults = 5;

/** Words and what they mean, for ⌘K: those that begin with what was typed first. */
export const definitionSearch: SearchProvider = {
  label: 'Words',
  async search({ query, signal }) {
    const asked = query.trim().toLowerCase();
    const { items } = await client.language.listDefinitions({}, { signal });
    return items
      .map((item) => ({ item, place: item.word.toLowerCase().indexOf(asked) }))
      .filter(({ place }) => place >= 0)
      .sort((left, right) => left.place - right.place)
      .slice(0, shownResults)
      .map(({ item }) => ({
        id: item.id,
        label: item.word,
        detail: firstSentence(item.meaning),
        href: `/language/${item.key}`,
      }));
  },
};
