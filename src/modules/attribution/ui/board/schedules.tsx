import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatExact } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import type { BoardSchedule } from '../../board/contract.ts';
import { Addresses } from './addresses.tsx';
import classes from './board.module.css';
import { ScheduleForm } from './schedule-form.tsx';

/** When the page goes out and to whom. */
export function Schedules({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Send the page regularly"
      size={720}
      fullScreen={small}
      returnFocus
    >
      <Inside />
    </Modal>
  );
}

function Inside() {
  const query = useQuery(api.results.board.listSchedules.queryOptions());
  const mayWrite = useMay('results:write');
  const [editing, setEditing] = useState<string | null>(null);
  const data = query.data;
  if (!data)
    return query.error ? (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton height={240} aria-label="Loading" />
    );
  return (
    <div className={classes.sending}>
      {data.mailMissing.length > 0 ? (
        <p className={classes.frozen}>
          Mail cannot go out yet. Whoever runs Liaison sets {data.mailMissing.join(' and ')}; pages that are
          due wait until then.
        </p>
      ) : null}
      {data.items.length === 0 && editing === null ? (
        <p className="mute">
          Nothing goes out yet. A schedule sends the page with its first lines in the mail and the PDF
          attached.
        </p>
      ) : null}
      {data.items.map((one) =>
        editing === one.id ? (
          <ScheduleForm key={one.id} schedule={one} lists={data} onDone={() => setEditing(null)} />
        ) : (
          <Row key={one.id} schedule={one} mayWrite={mayWrite} onEdit={() => setEditing(one.id)} />
        ),
      )}
      {editing === 'new' ? (
        <ScheduleForm schedule={null} lists={data} onDone={() => setEditing(null)} />
      ) : mayWrite ? (
        <Button variant="default" size="xs" onClick={() => setEditing('new')}>
          Add a schedule
        </Button>
      ) : null}
      <Addresses addresses={data.addresses} />
      <p className={classes.under}>Times are those of {data.timeZone}, where the workspace is.</p>
    </div>
  );
}

function Row({
  schedule,
  mayWrite,
  onEdit,
}: {
  schedule: BoardSchedule;
  mayWrite: boolean;
  onEdit: () => void;
}) {
  const queryClient = useQueryClient();
  const ask = useConfirm();
  const renew = () => queryClient.invalidateQueries({ queryKey: api.results.board.key() });
  const test = useMutation({
    mutationFn: () => client.results.board.testSend({ id: schedule.id }),
    onSuccess: async ({ words }) => {
      await renew();
      notifications.show({ message: words });
    },
  });
  const remove = useMutation({
    mutationFn: () => client.results.board.deleteSchedule({ id: schedule.id }),
    onSuccess: renew,
  });
  const names = schedule.recipients.map(({ name, isConfirmed }) =>
    isConfirmed ? name : `${name} (not yet)`,
  );
  return (
    <section className={classes.schedule} aria-label={schedule.words}>
      <b>{schedule.words}</b>
      <p>{names.length === 0 ? 'To nobody yet.' : `To ${names.join(', ')}.`}</p>
      <p className={classes.under}>
        {schedule.isOn && schedule.nextAt ? `Next on ${formatExact(schedule.nextAt)}.` : 'Switched off.'}
        {schedule.lastAt ? ` Last on ${formatExact(schedule.lastAt)}.` : ''}
        {schedule.lastError ? ` Could not be made: ${schedule.lastError}` : ''}
      </p>
      <ProblemNotice error={test.error ?? remove.error} />
      {mayWrite ? (
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={onEdit}>
            Change
          </Button>
          <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate()}>
            Send it to me now
          </Button>
          <Button
            variant="subtle"
            size="xs"
            onClick={async () => {
              const answer = await ask({
                title: 'Send it no more?',
                body: 'What was sent stays under “Kept and sent”.',
                action: 'Remove the schedule',
              });
              if (answer) remove.mutate();
            }}
          >
            Remove
          </Button>
        </Group>
      ) : null}
    </section>
  );
}
