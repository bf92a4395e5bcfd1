import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, client } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { useMay } from '../../../../web/session.ts';
import { openShare } from '../share/share-store.ts';
import type { Piece } from './api-types.ts';

export type Doing = 'change' | 'version' | 'retire' | 'confirm';

/** What can be done with a piece. Who may only read has nothing here. */
export function AssetMenu({ piece, onDo }: { piece: Piece; onDo: (doing: Doing) => void }) {
  const mayWrite = useMay('content:write');
  const mayShare = useMay('content:share') && piece.currentVersion?.state === 'ready' && !piece.retired;
  const actions = useAssetActions(piece);
  if (!mayWrite && !mayShare) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={`More about ${piece.title}`}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
        >
          …
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown
        onClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {mayShare ? <Menu.Item onClick={() => openShare({ assetIds: [piece.id] })}>Share…</Menu.Item> : null}
        {mayWrite ? (
          piece.retired ? (
            <>
              <Menu.Item onClick={actions.bringBack}>Bring back into use</Menu.Item>
              <Menu.Item onClick={() => onDo('retire')}>Say what to use instead…</Menu.Item>
            </>
          ) : (
            <>
              <Menu.Item onClick={() => onDo('version')}>New version…</Menu.Item>
              <Menu.Item onClick={() => onDo('confirm')}>Still valid…</Menu.Item>
              <Menu.Item onClick={() => onDo('change')}>Change what is said of it…</Menu.Item>
              <Menu.Item onClick={() => onDo('retire')}>Retire…</Menu.Item>
            </>
          )
        ) : null}
        {mayWrite && piece.shares + piece.readers === 0 ? (
          <Menu.Item onClick={() => void actions.remove()}>Delete…</Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function useAssetActions({ id, title }: Piece) {
  const ask = useConfirm();
  const queryClient = useQueryClient();
  const run = useMutation({
    networkMode: 'always',
    mutationFn: async ({ work, said }: { work: () => Promise<unknown>; said: string }) => {
      await work();
      return said;
    },
    onSuccess: (said) => notifications.show({ message: said }),
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.content.key() }),
  });
  return {
    bringBack: () =>
      run.mutate({
        work: () => client.content.library.bringBack({ assetId: id }),
        said: `“${title}” is in use again.`,
      }),
    remove: async () => {
      const answer = await ask({
        title: `Delete “${title}”?`,
        body: 'Its versions and files go with it. What was shared, shown or read cannot be deleted, only retired.',
        action: 'Delete',
        danger: true,
      });
      if (answer)
        run.mutate({
          work: () => client.content.library.remove({ assetId: id }),
          said: `“${title}” is deleted.`,
        });
    },
  };
}
