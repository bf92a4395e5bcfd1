import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { sendable } from '../../../../web/sendable.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { useTypedShare } from './kept.ts';
import classes from './share.module.css';
import type { ShareOf } from './share-store.ts';
import type { Recipient } from './use-for-whom.ts';

type AskFormProps = {
  of: ShareOf;
  recipient: Recipient | null;
  typed: ReturnType<typeof useTypedShare>;
  /** What was looked for last. */
  looked: string;
  onBack: () => void;
  onAsked: () => void;
};

const leastLetters = 3;

/** What is missing, in the words of who needs it; for whom and at which stage goes along by itself. */
export function AskForm({ of, recipient, typed, looked, onBack, onAsked }: AskFormProps) {
  const queryClient = useQueryClient();
  const text = typed.fields.asked === '' ? looked : typed.fields.asked;
  const ready = text.trim().length >= leastLetters;
  const ask = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.content.links.ask({
        text: text.trim(),
        ...(recipient ? { contactId: recipient.id } : {}),
        ...(of.opportunityId === undefined ? {} : { opportunityId: of.opportunityId }),
      }),
    onSuccess: async () => {
      typed.change({ asked: '' });
      notifications.show({ message: 'Asked. You are told as soon as marketing answers.' });
      onAsked();
      await queryClient.invalidateQueries({ queryKey: api.content.key() });
    },
  });
  const submit = () => {
    if (ready && !ask.isPending) ask.mutate();
  };
  return (
    <form className={classes.form} {...sendable(submit)}>
      <Textarea
        label="What is missing?"
        description={
          recipient
            ? `Marketing sees that ${recipient.name} needs it, their persona and their buying stage.`
            : 'Marketing sees who asks, and counts it where nothing is there to read.'
        }
        placeholder="What a line swap costs, for somebody in finance"
        value={text}
        onChange={(event) => typed.change({ asked: event.currentTarget.value })}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={2_000}
        autoFocus
      />
      <ProblemNotice error={ask.error} withFields />
      <div className={classes.foot}>
        <div className={classes.ways}>
          <Button type="button" variant="default" onClick={onBack}>
            Back
          </Button>
          <Button
            type="submit"
            disabled={!ready}
            loading={ask.isPending}
            rightSection={<ButtonKey keys="mod+Enter" />}
          >
            Ask marketing
          </Button>
        </div>
      </div>
    </form>
  );
}
