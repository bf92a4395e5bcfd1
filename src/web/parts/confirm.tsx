import { Button, Group, Modal, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { createContext, use, useCallback, useRef, useState } from 'react';

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
      <Modal opened={opened} onClose={() => settle(null)} title={question?.title}>
        {question ? <QuestionForm key={question.title} question={question} onAnswer={settle} /> : null}
      </Modal>
    </ConfirmContext>
  );
}

function QuestionForm({
  question,
  onAnswer,
}: {
  question: Question;
  onAnswer: (answer: Answer | null) => void;
}) {
  const [reason, setReason] = useState('');
  const missing = question.reason === 'required' && reason.trim() === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) onAnswer({ reason: reason.trim() });
      }}
    >
      <div>{question.body}</div>
      {question.reason ? (
        <Textarea
          mt="md"
          label={question.reason === 'required' ? 'Why?' : 'Why? (optional)'}
          required={question.reason === 'required'}
          withAsterisk={false}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
        />
      ) : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={() => onAnswer(null)}>
          Cancel
        </Button>
        <Button
          type="submit"
          color={question.danger ? 'late' : 'ink'}
          disabled={missing}
          data-autofocus={question.reason ? undefined : true}
        >
          {question.action}
        </Button>
      </Group>
    </form>
  );
}
