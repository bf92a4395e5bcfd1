import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useMe } from '../../../../web/session.ts';
import { type Gates, gatesOf, wishesOf } from './gates.ts';
import { openWishes, type Piece, useTypedShare } from './kept.ts';
import type { Secrets } from './more.tsx';
import { keyOf, type ShareOf } from './share-store.ts';
import { useForWhom } from './use-for-whom.ts';
import { suggestedOf, useGivenPieces, useNextAssets } from './use-pieces.ts';
import { useShare, type Wanted } from './use-share.ts';

const noSecrets: Secrets = { make: false, words: '', slug: '', guessable: false };

export type ShareState = ReturnType<typeof useShareState>;

/** What stands in the dialog: what, for whom, with which words and gates, and how far it is shared. */
export function useShareState(of: ShareOf) {
  const typed = useTypedShare(keyOf(of));
  const [secrets, setSecrets] = useState(noSecrets);
  const [looked, setLooked] = useState('');
  const wishes = useWishes();
  const settings = useQuery(api.content.links.settings.queryOptions({ staleTime: 5 * 60_000 }));
  const whom = useWhomAndWhat(of);
  const pieces = typed.fields.pieces ?? whom.first;
  const wanted: Wanted = {
    of,
    recipient: whom.recipient,
    pieces,
    message: typed.fields.message,
    note: typed.fields.note,
    gates: wishes.gates,
    passcode: secrets,
    slug: secrets.slug,
    guessable: secrets.guessable,
  };
  const sharing = useShare(wanted, () => {
    wishes.keep();
    typed.drop();
  });
  return {
    of,
    typed,
    secrets,
    changeSecrets: (changes: Partial<Secrets>) => setSecrets((now) => ({ ...now, ...changes })),
    /** What was looked for last, so that it can be asked for in the same words. */
    looked,
    look: (words: string) => (words === '' ? undefined : setLooked(words)),
    wishes,
    settings: settings.data,
    whom,
    pieces,
    wanted,
    sharing,
    ready: pieces.length > 0 && pieces.every(({ shareable }) => shareable),
  };
}

/** For whom, and what they need next; of a page about pieces, those. */
function useWhomAndWhat(of: ShareOf) {
  const ofPage = useNextAssets(of, of.contactId);
  const isDeal = of.contactId === undefined && of.opportunityId !== undefined;
  const whom = useForWhom(of, isDeal ? (ofPage.data?.contact ?? null) : null);
  // Undefined until the page's own person is known; then whoever was chosen.
  const next = useNextAssets(of, whom.recipient?.id ?? (isDeal && !ofPage.data ? undefined : null));
  const given = useGivenPieces(of.assetIds);
  const isGiven = (of.assetIds?.length ?? 0) > 0;
  const suggested = isGiven ? [] : suggestedOf(next.data);
  const [best] = suggested.filter(({ shareable }) => shareable);
  const first: Piece[] = isGiven ? given : best ? [best] : [];
  return {
    ...whom,
    suggested,
    loading: !isGiven && next.isPending,
    first,
    error: whom.error ?? (isGiven ? null : next.error),
  };
}

/** Gates as this person left them last time; what is secret or of one company begins empty. */
function useWishes() {
  const { actor, workspace } = useMe();
  const [store] = useState(() => openWishes(`${workspace?.id ?? ''}:${actor.name}`));
  const [gates, setGates] = useState<Gates>(() => gatesOf(store.read()));
  return {
    gates,
    change: (changes: Partial<Gates>) => setGates((now) => ({ ...now, ...changes })),
    keep: () => store.keep(wishesOf(gates)),
  };
}
