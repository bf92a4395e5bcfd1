import type { ReactNode } from 'react';
import { createContext, lazy, Suspense, use, useCallback, useRef, useState } from 'react';

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog }));

export type Question = {
  title: string;
  /** What will happen, in plain words. */
  body: ReactNode;
  /** The verb on the button: "Remove", "Merge". */
  action: string;
  /** Red button: cannot be undone. */
  danger?: boolean;
  /** Asks why; the answer carries the text. */
  reason?: 'optional' | 'required';
};

export type Answer = { reason: string };

type Ask = (question: Question) => Promise<Answer | null>;

const ConfirmContext = createContext<Ask | null>(null);

/** `const ask = useConfirm(); const answer = await ask({ … })`: null where the reader thought better of it. */
export function useConfirm(): Ask {
  const ask = use(ConfirmContext);
  if (!ask) throw new Error('useConfirm needs ConfirmProvider above it; main.tsx has it.');
  return ask;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState(false);
  const answer = useRef<(answer: Answer | null) => void>(() => {});
  const ask = useCallback<Ask>((next) => {
    answer.current(null);
    setQuestion(next);
    setOpened(true);
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }, []);
  const settle = (result: Answer | null) => {
    answer.current(result);
    setOpened(false);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      {question ? (
        <Suspense>
          <ConfirmDialog opened={opened} question={question} onAnswer={settle} />
        </Suspense>
      ) : null}
    </ConfirmContext>
  );
}
