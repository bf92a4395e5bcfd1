import { lazy, Suspense, useRef, useSyncExternalStore } from 'react';
import { useMay } from '../../../../web/session.ts';
import { closeShare, type ShareOf, shareStore } from './share-store.ts';

const loadDialog = () => import('./share-dialog.tsx');
const ShareDialog = lazy(async () => ({ default: (await loadDialog()).ShareDialog }));

/** Loads the dialog ahead, while a thumb or pointer is on its way. */
export const warmShare = (): void => void loadDialog();

/** The dialog of sharing, over whichever page asked for it. */
export function ShareFloat() {
  const mayShare = useMay('content:share');
  const request = useSyncExternalStore(shareStore.subscribe, shareStore.current);
  const last = useRef<ShareOf | null>(null);
  if (request !== null) last.current = request;
  if (!mayShare || !last.current) return null;
  return (
    <Suspense>
      <ShareDialog {...last.current} opened={request !== null} onClose={closeShare} />
    </Suspense>
  );
}
