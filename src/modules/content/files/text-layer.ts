import { z } from 'zod';

/** The words of a page with their places, in points from the top left: a piece of a line each, in reading order. */
export const textLayer = z.object({
  width: z.number(),
  height: z.number(),
  runs: z.array(z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number(), text: z.string() })),
});
export type TextLayer = z.infer<typeof textLayer>;
export type TextRun = TextLayer['runs'][number];
