import { AppError } from '../../../platform/errors.ts';

/**
 * Does the work for all at once; where that fails, for halves of them, until those at fault stand alone and are put
 * off, so that the others need not wait for them. Answers how much was done.
 * @throws where the database is away, which is nobody's fault
 */
export async function apart<Item>(options: {
  items: readonly Item[];
  work: (items: readonly Item[]) => Promise<number>;
  putOff: (item: Item, error: unknown) => Promise<void> | void;
}): Promise<number> {
  const { items, work, putOff } = options;
  try {
    return await work(items);
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') throw error;
    const [only] = items;
    if (only === undefined) return 0;
    if (items.length === 1) {
      await putOff(only, error);
      return 0;
    }
    const half = Math.ceil(items.length / 2);
    const first = await apart({ ...options, items: items.slice(0, half) });
    return first + (await apart({ ...options, items: items.slice(half) }));
  }
}
