import { z } from 'zod';
import { operation } from '../../workspace/access.ts';

/** How far a question is that somebody waits for. */
export const askingContract = {
  progress: operation({
    method: 'GET',
    path: '/results/progress',
    access: 'results:read',
    tag: 'Results',
    summary: 'How far the answer is that you are waiting for',
  })
    .input(
      z.object({
        of: z
          .string()
          .regex(/^results(\.[a-zA-Z]+)+$/, 'names an operation of results')
          .meta({ description: 'The operation, as in results.value.read; of several questions the latest' }),
      }),
    )
    .output(
      z.object({
        isRunning: z.boolean(),
        share: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .meta({ description: 'Of what is to be read, how much is; null: not known' }),
        seconds: z.number().meta({ description: 'Since it was asked' }),
      }),
    ),
};
