import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import type { BoardNote } from '../../board/contract.ts';
import classes from './board.module.css';
import type { SetState } from './state.ts';

const longestNote = 1_200;

/** What the head says about the quarter. It goes out with the page. */
export function Note({
  note,
  keptText,
  isOpen,
  set,
}: {
  note: BoardNote;
  /** Of a page that was kept; null: the page as it is now. */
  keptText: string | null;
  isOpen: boolean;
  set: SetState;
}) {
  const mayWrite = useMay('results:write');
  const text = keptText ?? note.text;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-note">
      <h2 id="board-note">In the head’s words</h2>
      {isOpen && mayWrite && keptText === null ? (
        <NoteForm
          key={note.revision}
          note={note}
          onDone={() => set({ dialog: undefined }, { replace: true })}
        />
      ) : (
        <>
          {text === '' ? (
            <p className="mute">
              Nothing is said about this quarter yet. What stands here goes out with the page.
            </p>
          ) : (
            <p className={classes.noteText}>{text}</p>
          )}
          {keptText === null && note.writtenBy ? (
            <p className={classes.under}>
              {note.writtenBy}, {note.writtenAt ? formatDate(note.writtenAt) : ''}
            </p>
          ) : null}
          {mayWrite && keptText === null ? (
            <Button variant="default" size="xs" onClick={() => set({ dialog: 'note' })}>
              {text === '' ? 'Write something' : 'Change it'}
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}

function NoteForm({ note, onDone }: { note: BoardNote; onDone: () => void }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState(note.text);
  const save = useMutation({
    mutationFn: () =>
      client.results.board.writeNote({ quarter: note.quarter, text, revision: note.revision }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: api.results.board.read.key() });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Textarea
        aria-label="What the head says about the quarter"
        autosize
        minRows={4}
        maxRows={12}
        maxLength={longestNote}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <p className={classes.under}>{longestNote - text.length} characters left.</p>
      <ProblemNotice error={save.error} />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={save.isPending}>
          Save
        </Button>
        <Button variant="subtle" size="xs" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
