/** What PostgreSQL tells whoever shows readers; the payload is the workspace's id. */
export const readingChannel = 'reading';
