import { z } from 'zod';
import { id } from '../people/contract.ts';

/** With whom a waiting mail or meeting was, as somebody says who knows. */
export const peopleNamed = {
  contactIds: z.array(id).max(50).default([]),
  newPeople: z
    .array(
      z.object({
        email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
        name: z.string().trim().min(1).max(300).optional(),
      }),
    )
    .max(50)
    .default([]),
};
