import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import type { CalendarReading, ReadingOptions } from './meeting-types.ts';

const attempts = 4;
const timeLimitMs = 10_000;
const memoryLimitMb = 256;
const dayMs = 86_400_000;
const pastDays = 730;
const futureDays = 180;

const person = z.object({ address: z.string(), name: z.string().nullable() });
const meeting = z.object({
  uid: z.string(),
  recurrence: z.string(),
  sequence: z.number(),
  stampedAt: z.string().nullable(),
  startsAt: z.string(),
  endsAt: z.string(),
  title: z.string(),
  place: z.string().nullable(),
  private: z.boolean(),
  cancelled: z.boolean(),
  organiser: z.string().nullable(),
  people: z.array(person),
});
const message = z.union([
  z.object({ at: z.string() }),
  z.object({ error: z.string() }),
  z.object({
    reading: z.object({
      name: z.string().nullable(),
      meetings: z.array(meeting),
      leftOut: z.number(),
      refused: z.array(z.object({ uid: z.string().nullable(), reason: z.string(), raw: z.string() })),
    }),
  }),
]);

type Attempt = { reading: CalendarReading } | { stuckAt: string } | { error: string };

/**
 * Reads the meetings of an iCalendar text, two years back and half a year ahead. On a thread of its own: there are
 * repetition rules that never yield a day, and a calendar from outside must not stop the server.
 */
export async function readCalendar(options: {
  text: string;
  timeZone: string;
  now: Date;
  timeLimitMs?: number;
}): Promise<CalendarReading> {
  const { text, timeZone, now } = options;
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) {
    throw new AppError('unprocessable', 'This is no calendar: it does not begin with BEGIN:VCALENDAR.');
  }
  const window = {
    from: new Date(now.getTime() - pastDays * dayMs).toISOString(),
    to: new Date(now.getTime() + futureDays * dayMs).toISOString(),
  };
  const skipUids: string[] = [];
  for (let n = 0; n < attempts; n += 1) {
    const attempt = await tryReading(
      { text: text.replace(/^\uFEFF/, ''), timeZone, ...window, skipUids },
      options.timeLimitMs ?? timeLimitMs,
    );
    if ('reading' in attempt) return attempt.reading;
    if ('error' in attempt) {
      throw new AppError('unprocessable', `The calendar could not be read: ${attempt.error.slice(0, 200)}`);
    }
    skipUids.push(attempt.stuckAt);
  }
  throw new AppError('unprocessable', 'The calendar could not be read: several of its series never end.');
}

function tryReading(options: ReadingOptions, limitMs: number): Promise<Attempt> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./read-calendar-worker.ts', import.meta.url), {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
    });
    let at = '';
    const end = (attempt: Attempt) => {
      clearTimeout(timer);
      resolve(attempt);
      void worker.terminate();
    };
    const timer = setTimeout(() => end({ stuckAt: at }), limitMs);
    worker.on('message', (raw: unknown) => {
      const said = message.parse(raw);
      if ('at' in said) at = said.at;
      else end(said);
    });
    worker.on('error', (error: Error) => end({ error: error.message }));
    worker.on('exit', () => end({ error: 'the reading ended early' }));
  });
}
