/** Segment's limits, so that whatever its clients may send is taken; KB as its clients count them. */
export const maxBatchBytes = 500 * 1_024;
export const maxEventBytes = 32 * 1_024;
export const maxBatchEvents = 2_500;

/** It is written into every event of the batch. */
export const maxSharedContextBytes = 8 * 1_024;

/** Deeper than any client nests; writing JSON out and PostgreSQL's reading of it both use stack for each level. */
export const maxDepth = 64;
export const maxMessageIdLength = 255;
export const maxIdLength = 200;
export const maxNameLength = 300;
/** What the log's own columns hold; the whole stands in the row's properties and context. */
export const maxSubjectLength = 1_000;
export const maxUrlLength = 2_000;

/** What may wait for the database: above it a client is asked to come again (429). */
export const maxWaitingEvents = 20_000;
/** Bodies being read and events that wait, together. */
export const maxHeldBytes = 48 * 1_024 * 1_024;
/** One transaction takes no more than this; a batch at its limit still fits. */
export const maxGroupEvents = 2_500;
export const maxGroupBytes = 8 * 1_024 * 1_024;

/** A request is answered within ten seconds whatever the database does; this is for all that waits for it. */
export const answerWithinMs = 8_500;
export const lookUpWithinMs = 3_000;
