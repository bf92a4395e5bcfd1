import { z } from 'zod';

export const id = z.uuid();
export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });
export const day = z.iso.date().meta({ description: 'YYYY-MM-DD' });
export const named = z.object({ id, name: z.string() });
export type Named = z.infer<typeof named>;

export const customValue = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);
export type CustomValue = z.infer<typeof customValue>;
export const customValues = z.record(z.string(), customValue);

export const externalIdOut = z.object({
  system: z.string(),
  externalId: z.string(),
  createdAt: time,
});
export const externalIdIn = z.object({
  system: z.string().trim().min(1).max(100),
  externalId: z.string().trim().min(1).max(300),
});

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 code of three capital letters, such as EUR')
  .meta({ description: 'ISO 4217' });
export const money = z
  .number()
  .int()
  .min(-9e15)
  .max(9e15)
  .meta({ description: 'In minor units, such as cents' });

/** Blank text is no value. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .optional();

export const precondition = time.optional().meta({
  description:
    'The updatedAt that you saw; if the record was changed since, nothing is written and the answer is 409',
});

export const mergeEntry = z.object({
  id,
  mergedRecord: named,
  mergedAt: time,
  mergedBy: z.string(),
  undoneAt: time.nullable(),
  undoneBy: z.string().nullable(),
});
