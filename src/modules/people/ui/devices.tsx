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
      title: `Not ${contact.name || 'this person'}’s device?`,
      body: `What was done on ${deviceName(device.anonymousId)} so far is no longer theirs, and what said so counts for nothing. If they sign in on it again, it is theirs from today on.`,
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
  const words = [saidWords(device.saidBy), spanWords(device, formatDate)].filter(Boolean).join('; ');
  return (
    <li>
      <span className={classes.spread}>
        <span title={device.anonymousId}>{deviceName(device.anonymousId)}</span>
        {onWithdraw ? (
          <Button size="compact-xs" variant="default" onClick={onWithdraw}>
            Not this person
          </Button>
        ) : null}
      </span>
      <span className="mute">
        {words}
        {device.to === null ? (
          <>
            {words === '' ? '' : ' · '}last seen <When at={device.lastSeenAt} />
          </>
        ) : null}
      </span>
    </li>
  );
}

function WithdrawnLine({ device, onRestore }: { device: WithdrawnDevice; onRestore: (() => void) | null }) {
  return (
    <li>
      <span className={classes.spread}>
        <s className="mute" title={device.anonymousId}>
          {deviceName(device.anonymousId)}
        </s>
        {onRestore ? (
          <Button size="compact-xs" variant="default" onClick={onRestore}>
            It is theirs
          </Button>
        ) : null}
      </span>
      <span className="mute">
        not theirs, says {device.withdrawnBy} <When at={device.withdrawnAt} />
        {device.reason ? `: ${device.reason}` : null}
      </span>
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
