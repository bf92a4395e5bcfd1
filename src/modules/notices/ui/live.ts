import { z } from 'zod';
import { connectShared } from '../../../web/shared-stream.ts';

const liveEvent = z.object({
  unread: z.number(),
  news: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      text: z.string(),
      href: z.string(),
      urgency: z.enum(['now', 'digest']),
    }),
  ),
});
export type LiveNews = z.output<typeof liveEvent>;
export type LiveNotice = LiveNews['news'][number];

/** Listens to one's notices until it is told to stop. */
export function connectNotices(options: {
  /** Whose they are: tabs of another person or workspace keep to themselves. */
  whose: string;
  onNews: (news: LiveNews) => void;
}): () => void {
  return connectShared({
    name: `liaison-notices:${options.whose}`,
    url: '/api/v1/notices/live',
    event: liveEvent,
    onEvent: options.onNews,
  });
}
