import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 40;

/** Waits until something is so; fails with its name when it is not in time. */
export async function until(
  what: string,
  withinMs: number,
  condition: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not so within ${withinMs} ms: ${what}`);
    await delay(pollMs);
  }
}

/** The promise's value, or a failure with its name when it does not come in time. */
export async function within<T>(what: string, withinMs: number, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(withinMs, undefined, { signal: timer.signal }).then(
    () => Promise.reject(new Error(`not so within ${withinMs} ms: ${what}`)),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
