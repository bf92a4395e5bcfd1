import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { ShareForm } from './share-form.tsx';
import { keyOf, type ShareOf } from './share-store.ts';

type ShareDialogProps = ShareOf & { opened: boolean; onClose: () => void };

/** Shares something to read in two presses; shut without sharing, it keeps what was typed. */
export function ShareDialog({ opened, onClose, ...of }: ShareDialogProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const title = useTitle(of);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      fullScreen={small}
      size={620}
      radius={small ? 0 : 'lg'}
      centered={false}
      yOffset="7vh"
      returnFocus
    >
      {opened ? <ShareForm key={keyOf(of)} of={of} onClose={onClose} /> : null}
    </Modal>
  );
}

/** "Share with Ana Ruiz", "Share Retrofit case study": as the page is about the one or the other. */
function useTitle({ contactId, assetIds }: ShareOf): string {
  const [assetId] = assetIds ?? [];
  const person = useQuery(
    api.people.contacts.get.queryOptions({
      input: { contactId: contactId ?? '' },
      enabled: contactId !== undefined,
    }),
  );
  const piece = useQuery(
    api.content.library.get.queryOptions({
      input: { assetId: assetId ?? '' },
      enabled: assetId !== undefined && contactId === undefined,
      staleTime: 60_000,
    }),
  );
  if (contactId !== undefined && person.data)
    return `Share with ${person.data.name || person.data.email || 'this person'}`;
  if (assetIds?.length === 1 && piece.data) return `Share ${piece.data.title}`;
  return 'Share something to read';
}
