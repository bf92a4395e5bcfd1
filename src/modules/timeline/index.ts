export { type ImportedBuyingStage, importBuyingStages } from './buying-stages/import-buying-stages.ts';
export { closeTimelineStreams } from './live/live-hub.ts';
export { standings } from './mix/standings.ts';
export { timelineRouter } from './router.ts';
