import { z } from 'zod';
import { operation } from '../../workspace/access.ts';

export { sessionGapMs } from './sessions-of.ts';

const figures = {
  sessions: z.number().int(),
  pages: z.number().int(),
  visitors: z.number().int(),
};

const sessionReport = z.object({
  ...figures,
  gapMinutes: z.number().int().describe('a pause longer than this begins a new session'),
  weeks: z.array(
    z.object({
      week: z.iso.date().describe('its Monday, UTC'),
      channel: z.string().nullable().describe("of the session's first page"),
      ...figures,
    }),
  ),
  landingPages: z
    .array(z.object({ page: z.string().describe('host and path'), ...figures }))
    .describe('where sessions begin, most first'),
});
export type SessionReport = z.infer<typeof sessionReport>;

const reportSessions = operation({
  method: 'GET',
  path: '/sessions',
  access: 'interactions:read',
  tag: 'Tracking',
  summary: 'Sessions a week by channel, pages a session, landing pages',
  description:
    'A session is what one visitor reads with no pause of more than 30 minutes. Verified people only; read from the projection.',
})
  .input(z.object({ weeks: z.coerce.number().int().min(1).max(104).default(12) }))
  .output(sessionReport);

export const sessionsContract = { reportSessions };
