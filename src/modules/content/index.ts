export { closeReading, closeReadingStreams, startReading } from './reading/index.ts';
export { contentRouter } from './router.ts';
export { registerViewerRoutes } from './viewer/routes.ts';
