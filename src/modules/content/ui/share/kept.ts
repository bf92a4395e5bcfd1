import { useState } from 'react';
import { z } from 'zod';

const piece = z.object({
  /** null: not in the library, known by its title alone. */
  id: z.string().nullable(),
  title: z.string(),
  type: z.string().nullable(),
  /** Whether a link can be made of it. */
  shareable: z.boolean(),
});
/** Something to share, chosen or offered. */
export type Piece = z.infer<typeof piece>;

const typed = z.object({
  /** null: nothing was chosen by hand; what is suggested first stands. */
  pieces: z.array(piece).nullable().catch(null),
  message: z.string().catch(''),
  subject: z.string().nullable().catch(null),
  note: z.string().catch(''),
  asked: z.string().catch(''),
});
export type Typed = z.infer<typeof typed>;

const nothingTyped: Typed = { pieces: null, message: '', subject: null, note: '', asked: '' };

/** What was typed for one share: there again when the dialog is opened again, gone once it was shared. */
export function useTypedShare(key: string) {
  const name = `liaison-share-typed:${key}`;
  const [fields, setFields] = useState<Typed>(() => read(sessionStorage, name, typed) ?? nothingTyped);
  const change = (changes: Partial<Typed>) =>
    setFields((now) => {
      const next = { ...now, ...changes };
      write(() => sessionStorage.setItem(name, JSON.stringify(next)));
      return next;
    });
  return { fields, change, drop: () => write(() => sessionStorage.removeItem(name)) };
}

const wishes = z.object({
  emailGate: z.enum(['none', 'ask', 'verify']).catch('none'),
  /** null: it does not end. */
  expiresInDays: z.number().int().min(1).max(3_650).nullable().catch(null),
  mayDownload: z.boolean().catch(false),
  watermark: z.boolean().catch(false),
});
/** How this person likes their links; nothing in it is secret, and nothing belongs to one company. */
export type Wishes = z.infer<typeof wishes>;

const usualWishes: Wishes = { emailGate: 'none', expiresInDays: null, mayDownload: false, watermark: false };

export function openWishes(owner: string, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage) {
  const name = `liaison-share-wishes:${owner}`;
  return {
    read: (): Wishes => read(storage, name, wishes) ?? usualWishes,
    keep: (next: Wishes) => write(() => storage.setItem(name, JSON.stringify(next))),
  };
}

function read<Schema extends z.ZodType>(
  storage: Pick<Storage, 'getItem'>,
  name: string,
  schema: Schema,
): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(storage.getItem(name) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

function write(store: () => void): void {
  try {
    store();
  } catch {
    // A full or forbidden storage loses it on leaving the page, not before.
  }
}
