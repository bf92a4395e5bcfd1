import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import type { CreatedLink, WayToSend } from './api-types.ts';
import { copyText } from './copy-text.ts';
import { type Gates, inputOf } from './gates.ts';
import type { Piece } from './kept.ts';
import { linkedInAddressOf, mailAddressOf, titleOf } from './letters.ts';
import type { ShareOf } from './share-store.ts';
import type { Recipient } from './use-for-whom.ts';

/** What is to be shared, as it stands in the form. */
export type Wanted = {
  of: ShareOf;
  recipient: Recipient | null;
  pieces: readonly Piece[];
  message: string;
  note: string;
  gates: Gates;
  passcode: { make: boolean; words: string };
  /** Words of one's own in the address; alone they are the whole of it where it may be guessed. */
  slug: string;
  guessable: boolean;
};

export type Letter = { to: string; subject: string; message: string };

/** How it went: by which way, and whether the clipboard took it. */
export type Shared = { link: CreatedLink; way: WayToSend; copied: boolean | null; sentTo: string | null };

/** Makes the link once, whichever ways it then goes; what failed on its way is not made twice. */
export function useShare(wanted: Wanted, onMade: (link: CreatedLink) => void) {
  const queryClient = useQueryClient();
  const [shared, setShared] = useState<Shared | null>(null);
  const [made, setMade] = useState<CreatedLink | null>(null);
  const keyFor = useKeyOfInput();
  const refresh = () => {
    const keys = [
      api.content.key(),
      api.conversations.key(),
      api.interactions.key(),
      api.timeline.key(),
      api.handoff.key(),
      api.people.contacts.key(),
    ];
    void Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
  const linkFor = async (way: WayToSend): Promise<CreatedLink> => {
    if (made) {
      if (made.sentBy !== way) await client.content.links.update({ id: made.id, sentBy: way });
      return made;
    }
    const input = createInput(wanted, way);
    const idempotencyKey = keyFor(JSON.stringify(input));
    const link = await client.content.links.create(input, { context: { idempotencyKey } });
    setMade(link);
    onMade(link);
    return link;
  };
  const act = useMutation({
    // Without a network it is said at once that nothing was made, instead of waiting for it in silence.
    networkMode: 'always',
    mutationFn: async (step: { way: WayToSend; letter?: Letter; tab?: Window | null }): Promise<Shared> => {
      const { way, letter, tab } = step;
      const making = linkFor(way);
      const copied = way === 'copied' ? await copyText(making.then(({ url }) => url)) : null;
      const link = await making;
      if (way === 'mailto') window.location.href = mailOf(wanted, link);
      if (way === 'linkedin') showIn(tab ?? null, linkedInAddressOf(link.url));
      if (way === 'liaison' && letter) {
        await client.content.links.send({ id: link.id, ...letterInput(letter) });
      }
      return { link, way, copied, sentTo: letter?.to ?? null };
    },
    onSuccess: (result) => setShared(result),
    onError: (_error, { tab }) => tab?.close(),
    onSettled: refresh,
  });
  const share = (way: WayToSend, letter?: Letter, onDone?: () => void) => {
    if (act.isPending) return;
    // Browsers open a page in the press of the button alone; the address follows when there is one.
    const tab = way === 'linkedin' ? window.open('about:blank', '_blank') : null;
    if (tab) tab.opener = null;
    act.mutate({ way, tab, ...(letter ? { letter } : {}) }, { onSuccess: () => onDone?.() });
  };
  return {
    share,
    shared,
    made,
    pending: act.isPending,
    way: act.variables?.way,
    error: act.error,
    reset: act.reset,
  };
}

/** One key for one input: pressed again after a lost answer, the link that was made is the answer. */
function useKeyOfInput(): (input: string) => string {
  const last = useRef({ input: '', key: '' });
  return (input) => {
    if (last.current.input !== input) last.current = { input, key: newKey() };
    return last.current.key;
  };
}

// Not randomUUID, which browsers keep back from pages without encryption.
const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].join('-');

function createInput(wanted: Wanted, way: WayToSend) {
  const { of, recipient, pieces, message, note, gates, passcode, slug, guessable } = wanted;
  return {
    assetIds: pieces.flatMap(({ id }) => id ?? []),
    ...(recipient ? { contactId: recipient.id } : {}),
    // The company of a person follows from them; of an open link the page says it.
    ...(of.accountId !== undefined && !recipient ? { accountId: of.accountId } : {}),
    ...(of.opportunityId === undefined ? {} : { opportunityId: of.opportunityId }),
    ...(of.handoffId === undefined ? {} : { handoffId: of.handoffId }),
    ...inputOf(gates),
    ...(message.trim() === '' ? {} : { message: message.trim() }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(passcode.make
      ? { makePasscode: true }
      : passcode.words.trim() === ''
        ? {}
        : { passcode: passcode.words.trim() }),
    ...(slug.trim() === '' ? {} : { slug: slug.trim(), guessable: guessable && recipient === null }),
    sentBy: way,
  };
}

const letterInput = ({ to, subject, message }: Letter) => ({
  ...(to.trim() === '' ? {} : { to: to.trim() }),
  subject: subject.trim(),
  message: message.trim(),
});

const mailOf = ({ recipient, pieces, message }: Wanted, { url }: CreatedLink): string =>
  mailAddressOf({
    to: recipient?.email ?? null,
    name: recipient?.name ?? null,
    subject: titleOf(pieces),
    message,
    title: titleOf(pieces),
    url,
  });

function showIn(tab: Window | null, address: string): void {
  if (tab) tab.location.href = address;
  else window.open(address, '_blank', 'noopener');
}
