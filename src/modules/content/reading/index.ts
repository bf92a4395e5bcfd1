export { closeReadingStreams } from './live/reading-hub.ts';

export { closeReading, startReading } from './start-reading.ts';
export { downloadOf, takeBeacon } from './take-beacon.ts';
