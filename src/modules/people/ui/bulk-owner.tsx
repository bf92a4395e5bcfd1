import { Button, Popover, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { formatCount } from '../../../web/parts/money.tsx';
import { asProblem } from '../../../web/problem.ts';
import { RecordPicker } from './record-picker.tsx';

/** The operation takes at most so many at once. */
const atOnce = 500;

type BulkOwnerProps = {
  ids: readonly string[];
  assign: (ids: string[], ownerId: string | null) => Promise<{ changed: number }>;
  onDone: () => void;
};

/** What can be done with the selected rows: give them to one owner. */
export function BulkOwner({ ids, assign, onDone }: BulkOwnerProps) {
  const queryClient = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [owner, setOwner] = useState<{ id: string; name: string } | null>(null);
  const run = useMutation({
    mutationFn: async (to: { id: string; name: string } | null) => {
      let changed = 0;
      for (let from = 0; from < ids.length; from += atOnce) {
        changed += (await assign(ids.slice(from, from + atOnce), to?.id ?? null)).changed;
      }
      return { changed, to };
    },
    onSuccess: ({ changed, to }) => {
      const who = to ? `now with ${to.name}` : 'now without an owner';
      notifications.show({ message: `${formatCount(changed)} ${who}.` });
      setOpened(false);
      onDone();
    },
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.people.key() }),
  });
  return (
    <>
      <span>{formatCount(ids.length)} selected</span>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
        <Popover.Target>
          <Button size="xs" variant="default" onClick={() => setOpened(!opened)}>
            Set owner
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (owner) run.mutate(owner);
            }}
          >
            <Stack gap="sm" w={240}>
              <RecordPicker
                refers="teammate"
                aria-label="New owner"
                size="xs"
                inPopover
                value={owner?.id ?? null}
                onChange={(id, name) => setOwner(id === null ? null : { id, name })}
              />
              <Button type="submit" size="xs" disabled={!owner} loading={run.isPending}>
                Give them to {owner ? owner.name : '…'}
              </Button>
              <Button size="xs" variant="subtle" disabled={run.isPending} onClick={() => run.mutate(null)}>
                Leave them without an owner
              </Button>
            </Stack>
          </form>
        </Popover.Dropdown>
      </Popover>
      <Button size="xs" variant="subtle" onClick={onDone}>
        Clear
      </Button>
    </>
  );
}
