import { Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import type { SavedView } from './api-types.ts';

type SavedViewsProps = {
  /** Which list: contacts, accounts, deals. */
  page: string;
  /** What the list shows now, as a view would keep it. */
  state: Record<string, unknown>;
  /** The open view's id; '' where none is. */
  viewId: string;
  onOpen: (view: SavedView) => void;
  /** Back to the list as it is at first. */
  onLeave: () => void;
};

type Asked = { what: 'save' } | { what: 'rename'; view: SavedView } | null;

/** One's own views of a list and the team's: open, save, rename, share, delete. */
export function SavedViews({ page, state, viewId, onOpen, onLeave }: SavedViewsProps) {
  const views = useQuery(api.people.savedViews.list.queryOptions({ input: { page } }));
  const mayWrite = useMay('views:write');
  const [asked, setAsked] = useState<Asked>(null);
  const items = views.data?.items ?? [];
  const open = items.find((view) => view.id === viewId) ?? null;
  const changed = open !== null && canonical(open.state) !== canonical(state);
  const groups = [
    { label: 'Mine', views: items.filter((view) => !view.shared) },
    { label: 'Shared', views: items.filter((view) => view.shared) },
  ].filter((group) => group.views.length > 0);
  const close = () => setAsked(null);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button variant="default" size="xs">
            {open ? `View: ${open.name}${changed ? ' (changed)' : ''}` : 'Views'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {groups.length === 0 ? <Menu.Label>No view saved yet</Menu.Label> : null}
          {groups.map((group) => (
            <div key={group.label}>
              <Menu.Label>{group.label}</Menu.Label>
              {group.views.map((view) => (
                <Menu.Item
                  key={view.id}
                  onClick={() => onOpen(view)}
                  aria-current={view.id === viewId || undefined}
                  rightSection={
                    view.shared && view.createdBy ? (
                      <span className="mute">{view.mine ? 'by you' : view.createdBy}</span>
                    ) : null
                  }
                >
                  {view.name}
                </Menu.Item>
              ))}
            </div>
          ))}
          <Menu.Divider />
          {open ? <Menu.Item onClick={onLeave}>Leave “{open.name}”</Menu.Item> : null}
          {open?.mine && mayWrite ? (
            <OwnViewItems
              view={open}
              state={state}
              changed={changed}
              onRename={() => setAsked({ what: 'rename', view: open })}
              onGone={onLeave}
            />
          ) : null}
          {mayWrite ? (
            <Menu.Item onClick={() => setAsked({ what: 'save' })}>Save as a new view…</Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked !== null}
        onClose={close}
        title={asked?.what === 'rename' ? 'Rename this view' : 'Save this list as a view'}
      >
        {asked?.what === 'save' ? (
          <SaveForm
            page={page}
            state={state}
            onDone={(view) => {
              close();
              onOpen(view);
            }}
          />
        ) : null}
        {asked?.what === 'rename' ? <RenameForm view={asked.view} onDone={close} /> : null}
      </Modal>
    </>
  );
}

/** The same text for the same state, whatever the order its keys came in. */
function canonical(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

function useRefreshViews() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: api.people.savedViews.key() });
}

function OwnViewItems({
  view,
  state,
  changed,
  onRename,
  onGone,
}: {
  view: SavedView;
  state: Record<string, unknown>;
  changed: boolean;
  onRename: () => void;
  onGone: () => void;
}) {
  const refresh = useRefreshViews();
  const ask = useConfirm();
  const onError = (error: unknown) => notifications.show({ color: 'late', message: asProblem(error).detail });
  const update = useMutation(
    api.people.savedViews.update.mutationOptions({ onSuccess: () => refresh(), onError }),
  );
  const remove = useMutation(
    api.people.savedViews.remove.mutationOptions({
      onSuccess: async () => {
        onGone();
        await refresh();
      },
      onError,
    }),
  );
  const askRemoval = async () => {
    const body = view.shared
      ? 'It goes for everybody. The records in it stay as they are.'
      : 'The records in it stay as they are.';
    const answer = await ask({
      title: `Delete “${view.name}”?`,
      body,
      action: 'Delete the view',
      danger: true,
    });
    if (answer) remove.mutate({ savedViewId: view.id });
  };
  return (
    <>
      {changed ? (
        <Menu.Item onClick={() => update.mutate({ savedViewId: view.id, state })}>
          Save the changes to “{view.name}”
        </Menu.Item>
      ) : null}
      <Menu.Item onClick={() => update.mutate({ savedViewId: view.id, shared: !view.shared })}>
        {view.shared ? 'Make it mine alone' : 'Share it with everybody'}
      </Menu.Item>
      <Menu.Item onClick={onRename}>Rename…</Menu.Item>
      <Menu.Item color="late" onClick={() => void askRemoval()}>
        Delete…
      </Menu.Item>
    </>
  );
}

function SaveForm({
  page,
  state,
  onDone,
}: {
  page: string;
  state: Record<string, unknown>;
  onDone: (view: SavedView) => void;
}) {
  const refresh = useRefreshViews();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const create = useMutation(
    api.people.savedViews.create.mutationOptions({
      onSuccess: async (view) => {
        await refresh();
        onDone(view);
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate({ page, name, shared, state });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="Waiting at MQL, mine"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
        />
        <Checkbox
          label="Everybody sees it"
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <ProblemNotice error={create.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
            Save the view
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RenameForm({ view, onDone }: { view: SavedView; onDone: () => void }) {
  const refresh = useRefreshViews();
  const [name, setName] = useState(view.name);
  const update = useMutation(
    api.people.savedViews.update.mutationOptions({
      onSuccess: async () => {
        await refresh();
        onDone();
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') update.mutate({ savedViewId: view.id, name });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
        />
        <ProblemNotice error={update.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={update.isPending} disabled={name.trim() === ''}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
