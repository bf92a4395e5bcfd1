import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { Quadrants } from './api-types.ts';
import classes from './evidence.module.css';

/** By marketer alone: who has the first look, and telling them. Having seen one's own place is noted. */
export function PersonsNotice({ answer: { persons, points } }: { answer: Quadrants }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: api.results.evidence.twoByTwo.key() });
  const see = useMutation(api.results.evidence.seeOwn.mutationOptions());
  const tell = useMutation(
    api.results.evidence.tellPersons.mutationOptions({
      onSuccess: ({ told, unreachable }) => {
        notifications.show({
          message:
            told.length === 0
              ? unreachable.length === 0
                ? 'Everybody was told before.'
                : 'Nobody could be reached: they have no account and no address.'
              : `${told.map(({ name }) => name).join(', ')} ${told.length === 1 ? 'was' : 'were'} told.`,
        });
        void refresh();
      },
    }),
  );
  const noted = useRef(false);
  const mustNote = persons !== null && persons.ownSeenAt === null && points.some(({ isMe }) => isMe);
  const { mutate } = see;
  useEffect(() => {
    if (!mustNote || noted.current) return;
    noted.current = true;
    mutate(undefined);
  }, [mustNote, mutate]);
  if (persons === null || persons.hidden.length === 0) return null;
  const { hidden } = persons;
  const untold = hidden.filter(({ toldAt }) => toldAt === null);
  return (
    <div className={`panel ${classes.persons}`}>
      <p>
        {hidden
          .map(
            ({ name, shownFrom }) => `${name}${shownFrom ? ` (shown from ${formatDate(shownFrom)} on)` : ''}`,
          )
          .join(', ')}{' '}
        {hidden.length === 1 ? 'has' : 'have'} the first look at where they stand, and{' '}
        {hidden.length === 1 ? 'is' : 'are'} not shown to others before.
      </p>
      {untold.length > 0 ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={tell.isPending}
          onClick={() => tell.mutate(undefined)}
        >
          Tell them that they can look
        </Button>
      ) : null}
      <ProblemNotice error={tell.error} />
    </div>
  );
}
