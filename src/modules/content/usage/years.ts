/** The latest year among the words that is not after this one; null: none is named. */
export function anyYear(words: readonly string[], yearNow: number): number | null {
  let latest: number | null = null;
  for (const word of words) {
    if (!/^(19[89]|20\d)\d$/.test(word)) continue;
    const year = Number(word);
    if (year <= yearNow && (latest === null || year > latest)) latest = year;
  }
  return latest;
}

/** Figures whose latest year lies so far back are old. */
export const oldAfterYears = 2;
