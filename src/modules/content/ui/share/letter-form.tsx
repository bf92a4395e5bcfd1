import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import { sendable } from '../../../../web/sendable.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { useTypedShare } from './kept.ts';
import { greetingOf, titleOf } from './letters.ts';
import classes from './share.module.css';
import type { Wanted } from './use-share.ts';
import type { Sharing } from './ways.tsx';

type LetterFormProps = {
  wanted: Wanted;
  typed: ReturnType<typeof useTypedShare>;
  sharing: Sharing;
  onBack: () => void;
  onSent: () => void;
};

/** The mail that Liaison sends, to be read over and changed before it goes. */
export function LetterForm({ wanted, typed, sharing, onBack, onSent }: LetterFormProps) {
  const { recipient, pieces } = wanted;
  const [to, setTo] = useState(recipient?.email ?? '');
  const title = titleOf(pieces);
  const subject = typed.fields.subject ?? title;
  const [begun] = useState(() =>
    typed.fields.message.trim() === '' ? `${greetingOf(recipient?.name ?? null)}\n\n` : typed.fields.message,
  );
  const message = typed.fields.message === '' ? begun : typed.fields.message;
  const ready = to.trim() !== '' && subject.trim() !== '';
  const send = () => {
    if (ready) sharing.share('liaison', { to, subject, message }, onSent);
  };
  const errors = fieldErrors(sharing.error);
  return (
    <form className={classes.form} {...sendable(send)}>
      <TextInput
        type="email"
        label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={errors.to}
        maxLength={320}
      />
      <TextInput
        label="Subject"
        value={subject}
        onChange={(event) => typed.change({ subject: event.currentTarget.value })}
        error={errors.subject}
        maxLength={200}
      />
      <Textarea
        label="Message"
        description={`A button “Read ${title}” follows, and the address in plain words.`}
        value={message}
        onChange={(event) => typed.change({ message: event.currentTarget.value })}
        error={errors.message}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={4_000}
        data-autofocus
        autoFocus
      />
      <ProblemNotice error={sharing.error} withFields />
      <div className={classes.foot}>
        <div className={classes.ways}>
          <Button type="button" variant="default" onClick={onBack}>
            Back
          </Button>
          <Button
            type="submit"
            disabled={!ready}
            loading={sharing.pending}
            rightSection={<ButtonKey keys="mod+Enter" />}
          >
            Send{recipient ? ` to ${recipient.name}` : ''}
          </Button>
        </div>
      </div>
    </form>
  );
}
