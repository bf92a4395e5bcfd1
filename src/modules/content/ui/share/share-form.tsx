import { Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import { useMe } from '../../../../web/session.ts';
import { AskForm } from './ask-form.tsx';
import { Done } from './done.tsx';
import { ForWhom } from './for-whom.tsx';
import { type Gates, gatesOf, wishesOf } from './gates.ts';
import { openWishes, type Piece, useTypedShare } from './kept.ts';
import { LetterForm } from './letter-form.tsx';
import { More, type Secrets } from './more.tsx';
import { PiecesField } from './pieces-field.tsx';
import classes from './share.module.css';
import { keyOf } from './share-dialog.tsx';
import type { ShareOf } from './share-store.ts';
import { useForWhom } from './use-for-whom.ts';
import { useFormKeys } from './use-form-keys.ts';
import { suggestedOf, useGivenPieces, useNextAssets } from './use-pieces.ts';
import { useShare, type Wanted } from './use-share.ts';
import { Ways } from './ways.tsx';

const noSecrets: Secrets = { make: false, words: '', slug: '', guessable: false };

/** What, for whom, with which words; then by which way. */
export function ShareForm({ of, onClose }: { of: ShareOf; onClose: () => void }) {
  const typed = useTypedShare(keyOf(of));
  const [step, setStep] = useState<'choose' | 'letter' | 'ask'>('choose');
  const [secrets, setSecrets] = useState(noSecrets);
  const wishes = useWishes();
  const settings = useQuery(api.content.links.settings.queryOptions({ staleTime: 5 * 60_000 }));
  const whom = useWhomAndWhat(of);
  const { recipient } = whom;
  const pieces = typed.fields.pieces ?? whom.first;
  const wanted: Wanted = {
    of,
    recipient,
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
  const [looked, setLooked] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const nothingFits = !whom.loading && whom.suggested.length === 0 && pieces.length === 0;
  useEffect(() => {
    if (nothingFits) search.current?.focus();
  }, [nothingFits]);
  const toShare = step === 'choose' && sharing.shared === null;
  const ready = pieces.length > 0 && pieces.every(({ shareable }) => shareable);
  const keys = useFormKeys({
    enabled: toShare,
    ready,
    search,
    onWay: (way) => (way === 'liaison' ? setStep('letter') : sharing.share(way)),
    mayMail: settings.data?.mail.possible ?? false,
  });
  if (sharing.shared && step !== 'letter') {
    return (
      <Done
        shared={sharing.shared}
        wanted={wanted}
        settings={settings.data}
        sharing={sharing}
        onLetter={() => setStep('letter')}
        onClose={onClose}
      />
    );
  }
  if (step === 'letter') {
    return (
      <LetterForm
        wanted={wanted}
        typed={typed}
        sharing={sharing}
        onBack={() => setStep('choose')}
        onSent={() => {
          typed.drop();
          setStep('choose');
        }}
      />
    );
  }
  if (step === 'ask') {
    return (
      <AskForm
        of={of}
        recipient={recipient}
        typed={typed}
        looked={looked}
        onBack={() => setStep('choose')}
        onAsked={onClose}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the dialog, each with its button.
    <div className={classes.form} tabIndex={-1} data-autofocus onKeyDown={keys}>
      <PiecesField
        suggested={whom.suggested}
        loading={whom.loading}
        name={recipient?.name ?? null}
        chosen={pieces}
        onChange={(next) => typed.change({ pieces: next })}
        onSearch={(words) => (words === '' ? undefined : setLooked(words))}
        searchRef={search}
      />
      <p className={classes.nothing}>
        Nothing fits?{' '}
        <button type="button" onClick={() => setStep('ask')}>
          Ask marketing for it
        </button>
      </p>
      <ForWhom recipient={recipient} offered={whom.offered} onChoose={whom.choose} />
      <Textarea
        label="A few words with it (optional)"
        description="They stand above what is shared, and in the mail."
        value={typed.fields.message}
        onChange={(event) => typed.change({ message: event.currentTarget.value })}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
      />
      <More
        gates={wishes.gates}
        onGates={wishes.change}
        secrets={secrets}
        onSecrets={(changes) => setSecrets((now) => ({ ...now, ...changes }))}
        note={typed.fields.note}
        onNote={(note) => typed.change({ note })}
        isOpen={recipient === null}
        settings={settings.data}
        errors={fieldErrors(sharing.error)}
      />
      <ProblemNotice error={whom.error ?? sharing.error} withFields />
      <Ways
        ready={ready}
        pieces={pieces}
        recipient={recipient}
        sharing={sharing}
        mail={settings.data?.mail}
        message={typed.fields.message}
        onLetter={() => setStep('letter')}
        onLogged={() => {
          typed.drop();
          onClose();
        }}
      />
    </div>
  );
}

/** For whom, and what they need next; of a page about pieces, those. */
function useWhomAndWhat(of: ShareOf) {
  const ofPage = useNextAssets(of, of.contactId);
  const first =
    of.contactId === undefined && of.opportunityId !== undefined ? (ofPage.data?.contact ?? null) : null;
  const whom = useForWhom(of, first);
  // Undefined until the page's own person is known; then whoever was chosen.
  const next = useNextAssets(
    of,
    whom.recipient?.id ?? (of.opportunityId !== undefined && !ofPage.data ? undefined : null),
  );
  const given = useGivenPieces(of.assetIds);
  const isGiven = (of.assetIds?.length ?? 0) > 0;
  const suggested = isGiven ? [] : suggestedOf(next.data);
  const [best] = suggested.filter(({ shareable }) => shareable);
  const firstPieces: Piece[] = isGiven ? given : best ? [best] : [];
  return {
    ...whom,
    suggested,
    loading: !isGiven && next.isPending,
    first: firstPieces,
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
