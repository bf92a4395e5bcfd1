import { z } from 'zod';
import { contract } from '../contract.ts';

const procedure = z.object({ '~orpc': z.object({ meta: z.object({ access: z.string() }) }) });

/** What an operation asks of its caller: `public`, `signed-in` or a permission. Its id is its path in the contract. */
export function accessOf(operationId: string): string | null {
  let place: unknown = contract;
  for (const step of operationId.split('.')) {
    place = typeof place === 'object' && place !== null ? Reflect.get(place, step) : undefined;
  }
  const read = procedure.safeParse(place);
  return read.success ? read.data['~orpc'].meta.access : null;
}
