export type { ClockKind } from './clock.ts';
export { pauseClocks } from './pause-clocks.ts';
export { type ResumedClock, resumeClocks } from './resume-clocks.ts';
export { type DueClock, type OnRing, type Rung, ringDue } from './ring-due.ts';
export { ringAllDue, ringClocksJob } from './ring-job.ts';
export { type NewClock, type StartedClock, startClock, startClocks } from './start-clocks.ts';
export { startRinging } from './start-ringing.ts';
export { stopClocks } from './stop-clocks.ts';
