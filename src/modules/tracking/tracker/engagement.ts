// Whoever neither moves nor types for so long is taken to be away.
const awayAfterMs = 30_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart'] as const;

/**
 * Measures how long the page is seen and read: the tab in front, and its reader active within the last 30 seconds.
 * `take` answers the whole seconds since it was last asked.
 */
export function createEngagement() {
  let engagedMs = 0;
  let countedAt = performance.now();
  let activeAt = document.visibilityState === 'visible' ? countedAt : Number.NEGATIVE_INFINITY;

  function count(): void {
    const now = performance.now();
    engagedMs += Math.max(0, Math.min(now, activeAt + awayAfterMs) - countedAt);
    countedAt = now;
  }
  function active(): void {
    count();
    activeAt = countedAt;
  }
  for (const sign of signs) {
    addEventListener(sign, () => performance.now() - activeAt > 250 && active(), {
      capture: true,
      passive: true,
    });
  }
  return {
    shown: active,
    take(): number {
      count();
      const seconds = Math.floor(engagedMs / 1_000);
      engagedMs -= seconds * 1_000;
      return seconds;
    },
    hidden(): void {
      activeAt = Number.NEGATIVE_INFINITY;
    },
  };
}
