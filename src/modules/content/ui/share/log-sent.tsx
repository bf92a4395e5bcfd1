import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { v4 } from 'uuid';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { useRefresh } from '../../../conversations/ui/use-log.ts';
import type { Piece } from './kept.ts';
import { titleOf } from './letters.ts';
import classes from './share.module.css';
import type { Recipient } from './use-for-whom.ts';

type LogSentProps = {
  recipient: Recipient;
  pieces: readonly Piece[];
  message: string;
  onLogged: () => void;
  /** Nothing else can be done with what is chosen. */
  only: boolean;
};

/** What went to them without a link, as a file or on paper: what we told them is known from then on. */
export function LogSent({ recipient, pieces, message, onLogged, only }: LogSentProps) {
  const mayLog = useMay('interactions:write');
  const refresh = useRefresh();
  const [key] = useState(() => v4());
  const title = titleOf(pieces);
  const log = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      client.conversations.log({
        type: 'message',
        direction: 'outbound',
        contactIds: [recipient.id],
        subject: `Sent: ${title}`,
        ...(message.trim() === '' ? {} : { body: message }),
        exchanged: {
          assets: pieces.map((one) => ({
            ...(one.id === null ? { title: one.title } : { assetId: one.id }),
            how: 'sent' as const,
          })),
        },
        source: 'hand',
        externalId: key,
      }),
    onSuccess: async () => {
      notifications.show({ message: `Logged: ${title} was sent to ${recipient.name}.` });
      onLogged();
      await refresh();
    },
  });
  if (!mayLog) return null;
  return (
    <>
      <ProblemNotice error={log.error} withFields />
      <div className={classes.logSent}>
        <span className="mute">Sent it another way?</span>
        <Button
          variant={only ? 'default' : 'subtle'}
          size="compact-sm"
          loading={log.isPending}
          onClick={() => log.mutate()}
        >
          I sent it: log it
        </Button>
      </div>
    </>
  );
}
