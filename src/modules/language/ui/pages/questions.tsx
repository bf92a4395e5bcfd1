import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { Question } from './api-types.ts';
import classes from './definition.module.css';
import { useRefreshLanguage } from './use-language.ts';

/** A question between the two sides, with what was answered; who did not ask it answers in place. */
export function QuestionItem({ question, mayAnswer }: { question: Question; mayAnswer: boolean }) {
  const [answering, setAnswering] = useState(false);
  const open = question.settledAt === null;
  return (
    <li className={classes.say} data-side="question">
      <div className={classes.sayHead}>
        <b>{open ? 'open question' : 'question, answered'}</b>
        <span className="mute">
          {question.askedBy}
          {question.side ? ` for ${question.side}` : ''}, <When at={question.at} style="date" />
        </span>
      </div>
      <p>
        {question.quote ? <q>{question.quote}</q> : null} {question.text}{' '}
        {mayAnswer && !answering ? (
          <button type="button" className={classes.inline} onClick={() => setAnswering(true)}>
            {open ? (question.askedByMe ? 'Add to it' : 'Answer') : 'Add'}
            <span className="sr-only">: {question.text}</span>
          </button>
        ) : null}
      </p>
      {question.answers.map((answer) => (
        <div key={answer.id} className={classes.answer} data-side={answer.side ?? undefined}>
          <div className={classes.sayHead}>
            <b>{answer.side ? `for ${answer.side}` : answer.name}</b>
            <span className="mute">
              {answer.side ? `${answer.name}, ` : ''}
              <When at={answer.at} style="date" />
            </span>
          </div>
          <p>{answer.text}</p>
        </div>
      ))}
      {answering ? (
        <WriteBox
          label={`The answer to: ${question.text}`}
          action="Answer"
          send={(text) => client.language.answer({ id: question.id, text })}
          said="Answered."
          onClose={() => setAnswering(false)}
        />
      ) : null}
    </li>
  );
}

type WriteBoxProps = {
  label: string;
  action: string;
  send: (text: string) => Promise<unknown>;
  said: string;
  onClose: () => void;
};

/** A few words to the other side; Ctrl or ⌘ with Enter sends them. */
export function WriteBox({ label, action, send, said, onClose }: WriteBoxProps) {
  const [text, setText] = useState('');
  const refresh = useRefreshLanguage();
  const write = useMutation({
    mutationFn: () => send(text.trim()),
    onSuccess: async () => {
      notifications.show({ message: said });
      onClose();
      await refresh();
    },
  });
  const ready = text.trim().length >= 2 && !write.isPending;
  return (
    <form
      className={classes.write}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) write.mutate();
      }}
    >
      <Textarea
        aria-label={label}
        placeholder={label}
        value={text}
        autosize
        minRows={2}
        maxLength={2_000}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && ready) {
            event.preventDefault();
            write.mutate();
          }
        }}
      />
      <ProblemNotice error={write.error} />
      <div className={classes.writeActions}>
        <Button type="submit" size="compact-sm" disabled={!ready} loading={write.isPending}>
          {action}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
