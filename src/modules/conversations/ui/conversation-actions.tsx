import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../web/session.ts';
import type { Conversation } from '../contract.ts';
import { openCorrection } from './log-store.ts';
import { noticeWithUndo, useRefresh } from './use-log.ts';

/** What can be done with a logged conversation: correct it, withdraw it, bring it back. */
export function ConversationActions({ conversation }: { conversation: Conversation }) {
  const may = useMay('interactions:write') && conversation.readable;
  const ask = useConfirm();
  const refresh = useRefresh();
  const { id: conversationId, withdrawn } = conversation;
  const restore = useMutation({
    mutationFn: () => client.conversations.restore({ conversationId }),
    onSuccess: refresh,
  });
  const withdraw = useMutation({
    mutationFn: (reason: string) => client.conversations.withdraw({ conversationId, reason }),
    onSuccess: async () => {
      const undo = async () => {
        await client.conversations.restore({ conversationId });
        await refresh();
      };
      noticeWithUndo('Withdrawn. It counts nowhere any more.', undo, 'It is back.');
      await refresh();
    },
  });
  if (!may) return null;
  const confirmWithdrawal = async () => {
    const answer = await ask({
      title: 'Withdraw this conversation?',
      body: 'It leaves every list and count, as if it had never been logged. The log keeps it, with your reason, and it can be brought back.',
      action: 'Withdraw',
      danger: true,
      reason: 'optional',
    });
    if (answer) withdraw.mutate(answer.reason ?? '');
  };
  return (
    <>
      <Group gap="sm">
        {withdrawn ? (
          <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            Restore
          </Button>
        ) : (
          <>
            <Button size="xs" variant="default" onClick={() => openCorrection(conversation)}>
              Correct
            </Button>
            <Button
              size="xs"
              variant="default"
              loading={withdraw.isPending}
              onClick={() => void confirmWithdrawal()}
            >
              Withdraw
            </Button>
          </>
        )}
      </Group>
      <ProblemNotice error={withdraw.error ?? restore.error} />
    </>
  );
}
