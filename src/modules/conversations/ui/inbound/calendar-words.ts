import { formatCount } from '../../../../web/parts/money.tsx';
import type { ReadingResult } from '../../calendar/contract.ts';

/** "3 new, 1 changed, 2 logged"; what did not happen is not said. */
export function resultWords(result: ReadingResult): string {
  const parts = [
    [result.fresh, 'new'],
    [result.changed, 'changed'],
    [result.logged, 'logged'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  return said.length === 0 ? 'nothing new' : said.join(', ');
}
