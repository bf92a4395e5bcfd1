import { z } from 'zod';
import { type LiveState, listenWhileSeen } from '../../../web/stream.ts';
import type { Item } from './api-types.ts';

type LiveOptions = {
  /** Whose timeline and what narrows it, as in the list's address. */
  params: string;
  /** How far the log had come when the list was read. */
  after: number;
  onState: (state: LiveState) => void;
  arrived: (items: readonly Item[]) => void;
  /** So much changed that the list is to be read again. */
  changed: () => void;
};

/** The envelope alone: the entries are what GET /timeline answers, from the same server. */
const liveEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('ready'), position: z.number() }),
  z.object({ what: z.literal('entries'), position: z.number(), items: z.array(z.custom<Item>(isItem)) }),
  z.object({ what: z.literal('changed'), position: z.number() }),
]);

function isItem(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'what' in value && 'id' in value;
}

/** Listens to a timeline until it is told to stop, and comes back by itself from wherever it was. */
export function connectLive({ params, after, onState, arrived, changed }: LiveOptions): () => void {
  let position = after;
  return listenWhileSeen({
    url: () => {
      const query = new URLSearchParams(params);
      query.set('after', String(position));
      return `/api/v1/timeline/live?${query}`;
    },
    event: liveEvent,
    onState,
    onEvent: (event) => {
      position = Math.max(position, event.position);
      if (event.what === 'entries' && event.items.length > 0) arrived(event.items);
      if (event.what === 'changed') changed();
    },
  });
}
