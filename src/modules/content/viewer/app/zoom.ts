/** `auto`: as wide as there is room, and as is good to read; `page`: all of a page; else percent of its size on paper. */
export type Zoom = 'auto' | 'page' | number;

export const pxPerPoint = 96 / 72;
const steps = [50, 67, 80, 100, 125, 150, 175, 200, 250, 300, 400];
const least = 50;
const most = 400;

export function nextZoom(percent: number, step: 1 | -1): number {
  // What was rounded for the eye is no step of its own.
  if (step === 1) return steps.find((one) => one > percent + 1) ?? most;
  return steps.findLast((one) => one < percent - 1) ?? least;
}

export function zoomWithin(percent: number): number {
  return Math.min(most, Math.max(least, percent));
}
