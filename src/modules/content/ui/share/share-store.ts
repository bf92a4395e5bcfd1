/** Whom something is shared with, or what is shared: whichever the page is about. */
export type ShareOf = {
  contactId?: string | undefined;
  accountId?: string | undefined;
  opportunityId?: string | undefined;
  handoffId?: string | undefined;
  assetIds?: readonly string[] | undefined;
};

/** Names a share, so that what was typed for it is found again. */
export const keyOf = ({ handoffId, contactId, opportunityId, accountId, assetIds }: ShareOf): string =>
  [handoffId ?? contactId ?? opportunityId ?? accountId ?? 'anyone', ...(assetIds ?? [])].join(':');

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
