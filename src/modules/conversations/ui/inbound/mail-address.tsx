import { Button, TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { MailAddress } from '../../mail/contract.ts';
import classes from './inbound.module.css';

/** The secret address, how it is used, and who may read what comes by it. */
export function MailAddressBlock({ address }: { address: MailAddress }) {
  const isAdmin = useMay('workspace:admin');
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>The workspace’s mail address</h2>
      {address.door.error ? <p className="late">{address.door.error}</p> : null}
      <CopyField label="mail address" value={address.address} />
      <p className={classes.note}>
        A mail of a member or teammate with somebody who is a contact is logged by itself. What others send to
        it waits in the tray: whoever learns the address can write no history. Keep it among colleagues.
      </p>
      {isAdmin && address.door.state === 'open' ? (
        <p className={classes.note}>
          Mail for {address.address.slice(address.address.lastIndexOf('@') + 1)} has to reach port{' '}
          {address.door.port} of {address.door.host}: an MX record or a transport rule of your mail server
          leads it there.
        </p>
      ) : null}
      {isAdmin ? <Renew address={address} /> : null}
      <Ways />
      <Privacy address={address} isAdmin={isAdmin} />
      <StaffDomains address={address} isAdmin={isAdmin} />
    </section>
  );
}

function useRenewed(message: string) {
  const queries = useQueryClient();
  return {
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.mail.key() });
      notifications.show({ message });
    },
  };
}

function Renew({ address }: { address: MailAddress }) {
  const ask = useConfirm();
  const renew = useMutation(
    api.mail.renewAddress.mutationOptions(useRenewed('A new address. The old one is refused from now on.')),
  );
  const confirm = async () => {
    const answer = await ask({
      title: 'Take a new address?',
      body: 'Mail to the old one is refused from now on. Rules and address books that hold it must be changed.',
      action: 'Take a new address',
      danger: true,
    });
    if (answer) renew.mutate(undefined);
  };
  return (
    <div className={classes.actions}>
      <Button size="xs" variant="default" loading={renew.isPending} onClick={() => void confirm()}>
        Take a new address
      </Button>
      {address.renewedAt ? (
        <span className="mute">
          last renewed <When at={address.renewedAt} /> by {address.renewedBy}
        </span>
      ) : null}
      <ProblemNotice error={renew.error} />
    </div>
  );
}

const ways = [
  {
    name: 'When you write',
    text: 'Put the address in BCC. In Outlook: Options, Show Bcc; a rule can do it for every mail. In Gmail: click Bcc beside To; an extension or a routing rule of your domain can add it. In Apple Mail: View, Bcc Address Field.',
  },
  {
    name: 'When they write',
    text: 'Forward their mail to the address, as it is or as an attachment. Liaison reads from the forwarded mail who wrote when; two colleagues who forward the same one log it once.',
  },
  {
    name: 'Files and threads',
    text: 'Attachments are kept with the mail, up to 25 MB in all. Mails that answer each other stand together as one thread.',
  },
];

function Ways() {
  return (
    <dl className={classes.ways}>
      {ways.map(({ name, text }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Privacy({ address, isAdmin }: { address: MailAddress; isAdmin: boolean }) {
  const change = useMutation(
    api.mail.updateSettings.mutationOptions(useRenewed('Saved. It holds for mails from now on.')),
  );
  const words = {
    participants:
      'That there was a mail, between whom and when, everybody sees. What it says, only its people.',
    everyone: 'Everybody in the workspace can read the mails that are logged.',
  };
  return (
    <div className={classes.setting}>
      <h3>Who reads what a mail says</h3>
      {isAdmin ? (
        <Segmented
          label="Who reads what a mail says"
          value={address.bodies}
          onChange={(bodies) => change.mutate({ bodies })}
          options={[
            { value: 'participants', label: 'Its people' },
            { value: 'everyone', label: 'Everybody here' },
          ]}
        />
      ) : null}
      <p className={classes.note}>
        {words[address.bodies]} A single mail can be opened to all by one of its people, with “Correct”.
      </p>
      <ProblemNotice error={change.error} />
    </div>
  );
}

function StaffDomains({ address, isAdmin }: { address: MailAddress; isAdmin: boolean }) {
  const change = useMutation(
    api.mail.updateSettings.mutationOptions(
      useRenewed('Saved. It holds for mails and meetings from now on.'),
    ),
  );
  const [draft, setDraft] = useState<string[] | null>(null);
  const shown = draft ?? address.staffDomains;
  return (
    <div className={classes.setting}>
      <h3>Who is one of us</h3>
      <p className={classes.note}>
        Members and teammates by their address
        {address.memberDomains.length > 0
          ? `, and whoever writes from ${address.memberDomains.join(', ')}`
          : ''}
        .
        {isAdmin
          ? ' More domains of yours:'
          : address.staffDomains.length > 0
            ? ` Also ${address.staffDomains.join(', ')}.`
            : ''}
      </p>
      {isAdmin ? (
        <div className={classes.inline}>
          <TagsInput
            aria-label="More domains of yours"
            placeholder={shown.length === 0 ? 'subsidiary.com' : ''}
            value={shown}
            onChange={setDraft}
            acceptValueOnBlur
            style={{ flex: '1 1 260px', maxWidth: 480 }}
          />
          <Button
            variant="default"
            disabled={draft === null}
            loading={change.isPending}
            onClick={() => change.mutate({ staffDomains: shown }, { onSuccess: () => setDraft(null) })}
          >
            Save
          </Button>
        </div>
      ) : null}
      <ProblemNotice error={change.error} />
    </div>
  );
}
