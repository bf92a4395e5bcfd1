import { Textarea } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import { ForWhom } from './for-whom.tsx';
import { More } from './more.tsx';
import { PiecesField } from './pieces-field.tsx';
import classes from './share.module.css';
import { useFormKeys } from './use-form-keys.ts';
import type { ShareState } from './use-share-state.ts';
import { Ways } from './ways.tsx';

type ChooseFormProps = {
  state: ShareState;
  onStep: (step: 'letter' | 'ask') => void;
  onClose: () => void;
};

/** What is shared and for whom; everything else may stay as it is. */
export function ChooseForm({ state, onStep, onClose }: ChooseFormProps) {
  const { typed, secrets, wishes, settings, whom, pieces, sharing, ready } = state;
  const { recipient } = whom;
  const search = useRef<HTMLInputElement>(null);
  const nothingFits = !whom.loading && whom.suggested.length === 0 && pieces.length === 0;
  useEffect(() => {
    if (nothingFits) search.current?.focus();
  }, [nothingFits]);
  const keys = useFormKeys({
    ready,
    search,
    onWay: (way) => (way === 'liaison' ? onStep('letter') : sharing.share(way)),
    mayMail: settings?.mail.possible ?? false,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the dialog, each with its button.
    <div className={classes.form} tabIndex={-1} data-autofocus onKeyDown={keys}>
      <PiecesField
        suggested={whom.suggested}
        loading={whom.loading}
        name={recipient?.name ?? null}
        chosen={pieces}
        onChange={(next) => typed.change({ pieces: next })}
        onSearch={state.look}
        searchRef={search}
      />
      <p className={classes.nothing}>
        Nothing fits?{' '}
        <button type="button" onClick={() => onStep('ask')}>
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
        onSecrets={state.changeSecrets}
        note={typed.fields.note}
        onNote={(note) => typed.change({ note })}
        isOpen={recipient === null}
        settings={settings}
        errors={fieldErrors(sharing.error)}
      />
      <ProblemNotice error={whom.error ?? sharing.error} withFields />
      <Ways
        ready={ready}
        pieces={pieces}
        recipient={recipient}
        sharing={sharing}
        mail={settings?.mail}
        message={typed.fields.message}
        onLetter={() => onStep('letter')}
        onLogged={() => {
          typed.drop();
          onClose();
        }}
      />
    </div>
  );
}
