export { closeTimelineStreams } from './live/live-hub.ts';
export { timelineRouter } from './router.ts';
