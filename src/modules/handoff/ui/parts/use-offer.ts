import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { packetWordsOf } from '../queue/packet-words.tsx';
import { useTyped } from '../queue/typed-text.ts';

/** What marketing says with an offer, as the API takes it. */
type Said = { talkingPoints: string[]; note?: string; ownerId?: string };

type OfferOptions = {
  /** Keeps what was typed while the dialog is shut. */
  name: string;
  owner: string | null;
  /** Offers, and answers in words what came of it. */
  send: (said: Said) => Promise<string>;
  onClose: () => void;
};

/** A lead that is offered to sales by hand, for the first time or again. */
export function useOffer({ name, owner: first, send, onClose }: OfferOptions) {
  const queryClient = useQueryClient();
  const typed = useTyped(name, { note: '', points: '' });
  const [owner, setOwner] = useState(first);
  const { note, talkingPoints, isGood } = packetWordsOf(typed.fields);
  const offer = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      send({
        talkingPoints,
        ...(note === null ? {} : { note }),
        ...(owner === null ? {} : { ownerId: owner }),
      }),
    onSuccess: async (message) => {
      typed.drop();
      notifications.show({ message });
      onClose();
      await Promise.all(
        [api.handoff.key(), api.people.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
    },
  });
  const submit = () => {
    if (isGood && !offer.isPending) offer.mutate();
  };
  return {
    words: typed.fields,
    change: typed.change,
    owner,
    setOwner,
    submit,
    foot: { pending: offer.isPending, ready: isGood, error: offer.error },
  };
}
