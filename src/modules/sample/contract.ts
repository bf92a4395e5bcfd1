import { z } from 'zod';
import { operation } from '../workspace/access.ts';

const sampleLoad = z.object({
  id: z.uuid(),
  seed: z.number().int(),
  scale: z.number(),
  endAt: z.date(),
  status: z.enum(['running', 'done', 'failed']),
  storiesDone: z.number().int(),
  storyCount: z.number().int(),
  contacts: z.number().int(),
  interactions: z.number().int(),
  error: z.string().nullable(),
});
export type SampleLoad = z.infer<typeof sampleLoad>;

const loadSampleCompany = operation({
  method: 'POST',
  path: '/sample-company',
  access: 'workspace:admin',
  tag: 'Sample company',
  summary: 'Load the sample company',
  description:
    'A simulated maker of energy-monitoring equipment over eighteen months. Scale 1 is about 30,000 interactions. The same seed, scale and day again changes nothing.',
})
  .input(
    z.object({
      seed: z.number().int().min(0).max(2_147_483_647).default(7),
      scale: z.number().positive().max(1_000).default(1),
      endAt: z.coerce
        .date()
        .optional()
        .describe('end of the eighteen months; by default this day at midnight UTC'),
    }),
  )
  .output(sampleLoad);

const getSampleLoad = operation({
  method: 'GET',
  path: '/sample-company/{sampleLoadId}',
  access: 'workspace:read',
  tag: 'Sample company',
  summary: 'How far the loading of the sample company is',
})
  .input(z.object({ sampleLoadId: z.uuid() }))
  .output(sampleLoad);

export const sampleContract = { loadSampleCompany, getSampleLoad };
