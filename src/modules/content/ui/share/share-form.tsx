import { useState } from 'react';
import { AskForm } from './ask-form.tsx';
import { ChooseForm } from './choose-form.tsx';
import { Done } from './done.tsx';
import { LetterForm } from './letter-form.tsx';
import type { ShareOf } from './share-store.ts';
import { useShareState } from './use-share-state.ts';

/** What, for whom, with which words; then by which way; then what came of it. */
export function ShareForm({ of, onClose }: { of: ShareOf; onClose: () => void }) {
  const [step, setStep] = useState<'choose' | 'letter' | 'ask'>('choose');
  const state = useShareState(of);
  const { wanted, typed, sharing, settings } = state;
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
  if (sharing.shared) {
    return (
      <Done
        shared={sharing.shared}
        wanted={wanted}
        settings={settings}
        sharing={sharing}
        onLetter={() => setStep('letter')}
        onClose={onClose}
      />
    );
  }
  if (step === 'ask') {
    return (
      <AskForm
        of={of}
        recipient={wanted.recipient}
        typed={typed}
        looked={state.looked}
        onBack={() => setStep('choose')}
        onAsked={onClose}
      />
    );
  }
  return <ChooseForm state={state} onStep={setStep} onClose={onClose} />;
}
