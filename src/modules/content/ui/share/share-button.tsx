import { Button } from '@mantine/core';
import { useKeys } from '../../../../web/keys.ts';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { warmShare } from './share-float.tsx';
import { openShare, type ShareOf } from './share-store.ts';

/** Sharing from the page of a person, company or deal: the button, and the key that presses it. */
export function ShareButton({ of }: { of: ShareOf }) {
  const mayShare = useMay('content:share');
  const share = () => openShare(of);
  useKeys('Sharing', [{ keys: 's', label: 'Share something to read', run: share }], mayShare);
  if (!mayShare) return null;
  return (
    <Button
      variant="default"
      onClick={share}
      onPointerEnter={warmShare}
      rightSection={<ButtonKey keys="s" />}
    >
      Share
    </Button>
  );
}
