import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { expandCalendar } from './expand-calendar.ts';

const given = z.object({
  text: z.string(),
  timeZone: z.string(),
  from: z.string(),
  to: z.string(),
  skipUids: z.array(z.string()),
});

/** Reads a calendar on a thread of its own, saying which series it is at, so that an endless one can be cut off. */
try {
  const reading = expandCalendar({
    ...given.parse(workerData),
    onSeries: (uid) => parentPort?.postMessage({ at: uid }),
  });
  parentPort?.postMessage({ reading });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
