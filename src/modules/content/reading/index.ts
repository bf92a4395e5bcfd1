export { closeReadingStreams } from './live/reading-hub.ts';
export { readingRouter } from './router.ts';
export { closeReading, startReading } from './start-reading.ts';
export { downloadOf, takeBeacon } from './take-beacon.ts';
