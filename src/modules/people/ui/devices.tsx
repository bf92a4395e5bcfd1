import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { useConfirm } from '../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { formatDate, When } from '../../../web/parts/when.tsx';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import type { ContactDetail, Device, WithdrawnDevice } from './api-types.ts';
import { deviceName, saidWords, spanWords } from './device-words.ts';
import classes from './people.module.css';
import { SideSection } from './side-section.tsx';
import { UndoNotice } from './undo-notice.tsx';

/** The devices a tracker knew them by, who said they are theirs, and the way to say that one is not. */
export function Devices({ contact }: { contact: Pick<ContactDetail, 'id' | 'name'> }) {
  const devices = useQuery(api.people.identity.devices.queryOptions({ input: { contactId: contact.id } }));
  const mayWrite = useMay('people:write');
  const { withdraw, restore } = useWithdrawals(contact);
  const ask = useConfirm();
  if (devices.error) {
    return (
      <SideSection heading="Devices">
        <ProblemNotice error={devices.error} onRetry={() => void devices.refetch()} />
      </SideSection>
    );
  }
  const { items = [], withdrawn = [] } = devices.data ?? {};
  if (items.length + withdrawn.length === 0) return null;
  const askWithdraw = async (device: Device) => {
    const answer = await ask({
      title: `Is ${deviceName(device.anonymousId)} not ${contact.name || 'this person'}’s?`,
      body: 'What was done on it so far is no longer theirs, and what said so counts for nothing. If they sign in on it again, it is theirs from today on.',
      action: 'Not this person',
      reason: 'optional',
    });
    if (answer)
      withdraw.mutate({ profileId: device.profileId, contactId: contact.id, reason: answer.reason });
  };
  return (
    <SideSection heading="Devices">
      <ul className={classes.plain}>
        {items.map((device) => (
          <DeviceLine
            key={`${device.profileId} ${device.from}`}
            device={device}
            onWithdraw={mayWrite ? () => void askWithdraw(device) : null}
          />
        ))}
        {withdrawn.map((device) => (
          <WithdrawnLine
            key={device.withdrawalId}
            device={device}
            onRestore={mayWrite ? () => restore.mutate({ withdrawalId: device.withdrawalId }) : null}
          />
        ))}
      </ul>
    </SideSection>
  );
}

function DeviceLine({ device, onWithdraw }: { device: Device; onWithdraw: (() => void) | null }) {
  return (
    <li className={classes.spread}>
      <span>
        <span title={device.anonymousId}>{deviceName(device.anonymousId)}</span>
        <span className="mute">
          {' '}
          · last seen <When at={device.lastSeenAt} />
        </span>
        <br />
        <span className="mute">
          {[saidWords(device.saidBy), spanWords(device, formatDate)].filter(Boolean).join('; ')}
        </span>
      </span>
      {onWithdraw ? (
        <Button size="compact-xs" variant="default" onClick={onWithdraw}>
          Not this person
        </Button>
      ) : null}
    </li>
  );
}

function WithdrawnLine({ device, onRestore }: { device: WithdrawnDevice; onRestore: (() => void) | null }) {
  return (
    <li className={classes.spread}>
      <span className="mute">
        <s title={device.anonymousId}>{deviceName(device.anonymousId)}</s> · not theirs, says{' '}
        {device.withdrawnBy} <When at={device.withdrawnAt} />
        {device.reason ? `: ${device.reason}` : null}
      </span>
      {onRestore ? (
        <Button size="compact-xs" variant="default" onClick={onRestore}>
          It is theirs
        </Button>
      ) : null}
    </li>
  );
}

/** Whose history it is changes on every page. */
function useWithdrawals(contact: Pick<ContactDetail, 'id' | 'name'>) {
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries();
  const restore = useMutation(
    api.people.identity.restore.mutationOptions({
      onSuccess: () => notifications.show({ message: `The device is ${contact.name || 'theirs'}’s again.` }),
      onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
      onSettled: refresh,
    }),
  );
  const withdraw = useMutation(
    api.people.identity.withdraw.mutationOptions({
      onSuccess: ({ withdrawalId }) => {
        const id = notifications.show({
          message: (
            <UndoNotice
              words={`The device is not ${contact.name || 'this person'}’s any more, nor is what was done on it.`}
              onUndo={async () => restore.mutate({ withdrawalId })}
              onDone={() => notifications.hide(id)}
            />
          ),
          autoClose: 12_000,
        });
      },
      onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
      onSettled: refresh,
    }),
  );
  return { withdraw, restore };
}
