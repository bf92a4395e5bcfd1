import { Button } from '@mantine/core';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { useMay } from '../../../../web/session.ts';
import { openShare } from '../share/share-store.ts';
import type { Whose } from './links-state.ts';

/** Says how links come about. */
export function NoLinks({ narrowed, whose, onAll }: { narrowed: boolean; whose: Whose; onAll: () => void }) {
  const mayShare = useMay('content:share');
  if (narrowed)
    return <EmptyState heading="No link is like that">Take a filter off, or look at everybody’s.</EmptyState>;
  return (
    <EmptyState
      heading={whose === 'mine' ? 'You have shared nothing yet' : 'Nothing was shared yet'}
      action={
        <>
          {mayShare ? <Button onClick={() => openShare({})}>Share something</Button> : null}
          {whose === 'mine' ? (
            <Button variant="default" onClick={onAll}>
              Everybody’s links
            </Button>
          ) : null}
        </>
      }
    >
      From the page of a person, company or deal, or from the hand-off queue, S shares what they need next:
      you see who reads it, how far and for how long.
    </EmptyState>
  );
}
