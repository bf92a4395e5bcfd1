import type { Conversation } from '../contract.ts';

/** What the dialog is asked to show: a new conversation, or one to correct. */
export type LogRequest = {
  conversation: Conversation | null;
  /** Whom it is about, where the page is about several. */
  contactId?: string;
};

let request: LogRequest | null = null;
const listeners = new Set<() => void>();

function set(next: LogRequest | null): void {
  request = next;
  for (const listener of listeners) listener();
}

/** Opens the form from anywhere; who it is about is taken from the page. */
export const openLog = (): void => set({ conversation: null });

/** Opens the form for a talk with one person, on a page that shows many. */
export const openLogWith = (contactId: string): void => set({ conversation: null, contactId });

/** Opens the form with a conversation, to correct it. */
export const openCorrection = (conversation: Conversation): void => set({ conversation });

export const closeLog = (): void => set(null);

/** For `useSyncExternalStore`. */
export const logStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  current: (): LogRequest | null => request,
};
