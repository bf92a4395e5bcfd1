import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../web/session.ts';
import type { LedgerQuestion } from '../contract.ts';
import classes from './ledger.module.css';
import { Row } from './ledger-rows.tsx';
import { noticeWithUndo, useRefresh } from './use-log.ts';
import { dayWords } from './words.ts';

type OpenQuestionProps = {
  question: LedgerQuestion;
  withPerson: boolean;
  onOpen: (conversationId: string) => void;
};

/** A question that waits for its answer, which can be given here. */
export function OpenQuestion({ question, withPerson, onOpen }: OpenQuestionProps) {
  const mayWrite = useMay('interactions:write');
  const [answering, setAnswering] = useState(false);
  const { id, text, at, contact, teammate, from, conversationId } = question;
  const who = from === 'us' ? teammate?.name : withPerson ? contact?.name : null;
  return (
    <>
      <Row
        kind="person"
        note={[who, dayWords(at)].filter(Boolean).join(', ')}
        onOpen={conversationId === null ? undefined : () => onOpen(conversationId)}
      >
        {text}
        {mayWrite && !answering ? (
          <button
            type="button"
            className={classes.inline}
            aria-label={`Answer: ${text}`}
            onClick={() => setAnswering(true)}
          >
            Answer
          </button>
        ) : null}
      </Row>
      {answering ? <Answer id={id} question={text ?? ''} onClose={() => setAnswering(false)} /> : null}
    </>
  );
}

function Answer({ id, question, onClose }: { id: string; question: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const refresh = useRefresh();
  const answer = useMutation({
    mutationFn: () => client.conversations.answerQuestion({ questionId: id, text }),
    onSuccess: async () => {
      onClose();
      const undo = async () => {
        await client.conversations.withdrawAnswer({ questionId: id });
        await refresh();
      };
      noticeWithUndo('Answered.', undo, 'The question is open again.');
      await refresh();
    },
  });
  return (
    <li className={classes.answering}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate();
        }}
      >
        <TextInput
          aria-label={`The answer to: ${question}`}
          placeholder="The answer"
          value={text}
          maxLength={2_000}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
          }}
          autoFocus
        />
        <Button type="submit" size="compact-sm" loading={answer.isPending}>
          Answered
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </form>
      <ProblemNotice error={answer.error} />
    </li>
  );
}
