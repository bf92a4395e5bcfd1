import type { NavigationCount } from '../../../../../web/navigation.ts';
import { readersOf } from './reader-words.ts';
import { useReadingNow } from './use-reading-now.ts';

/** How many read at this moment. */
export function useReadingCount(): NavigationCount | null {
  const count = readersOf(useReadingNow()).length;
  return count === 0 ? null : { text: `${count} reading` };
}
