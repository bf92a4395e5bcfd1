/** Whom something is shared with, or what is shared: whichever the page is about. */
export type ShareOf = {
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  handoffId?: string | undefined;
  assetIds?: readonly string[] | undefined;
};

let request: ShareOf | null = null;
const listeners = new Set<() => void>();

function set(next: ShareOf | null): void {
  request = next;
  for (const listener of listeners) listener();
}

/** Opens the dialog from anywhere. */
export const openShare = (of: ShareOf): void => set(of);
export const closeShare = (): void => set(null);

/** For `useSyncExternalStore`. */
export const shareStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  current: (): ShareOf | null => request,
};
