import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Answer, Question } from './confirm.tsx';

type ConfirmDialogProps = { opened: boolean; question: Question; onAnswer: (answer: Answer | null) => void };

/** The dialog of `useConfirm`, loaded when the first question is asked. */
export function ConfirmDialog({ opened, question, onAnswer }: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={() => onAnswer(null)} title={question.title}>
      <QuestionForm key={question.title} question={question} onAnswer={onAnswer} />
    </Modal>
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
