import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { MailPersonSeen, WholeMail } from '../../mail/contract.ts';
import type { Chosen } from '../draft.ts';
import { PeopleField } from '../records-field.tsx';
import classes from './tray.module.css';
import { namesWords, senderWords, sizeWords, theirsOf, wayWords, whyWords } from './tray-words.ts';
import { useTrayActions } from './use-tray.ts';

/** One mail of the tray: what it says, whom it may be with, and what to do with it. */
export function TrayMail({ mailId }: { mailId: string }) {
  const mail = useQuery(api.mail.get.queryOptions({ input: { mailId } }));
  if (mail.error) return <ProblemNotice error={mail.error} onRetry={() => void mail.refetch()} />;
  if (!mail.data) return <article className={`panel ${classes.mail}`} aria-busy="true" />;
  return <Whole key={mail.data.id} mail={mail.data} />;
}

function Whole({ mail }: { mail: WholeMail }) {
  const [all, setAll] = useState(false);
  const more = mail.text !== null && mail.text !== mail.shownText;
  return (
    <article className={`panel ${classes.mail}`} aria-label={mail.subject ?? 'A private mail'}>
      <header>
        <h2>{mail.subject === null ? 'A private mail' : mail.subject || 'No subject'}</h2>
        <p className="mute">
          {senderWords(mail)}
          {mail.sender.name ? ` <${mail.sender.address}>` : ''} · <When at={mail.occurredAt} style="exact" />{' '}
          · {wayWords(mail)}
          {mail.automatic ? ' · an automatic answer' : ''}
        </p>
      </header>
      {mail.state === 'waiting' ? <p className={classes.why}>{whyWords(mail.why)}</p> : null}
      {mail.readable ? (
        <>
          <pre className={classes.text}>{(all ? mail.text : mail.shownText) || 'It says nothing.'}</pre>
          {more ? (
            <Button size="compact-xs" variant="subtle" onClick={() => setAll(!all)} className={classes.more}>
              {all ? 'Only what is new in it' : 'With what it quotes'}
            </Button>
          ) : null}
        </>
      ) : (
        <p className="mute">
          What it says is for the people of ours in it. You see that it waits, and with whom.
        </p>
      )}
      <Files mail={mail} />
      {mail.state === 'waiting' ? <Place mail={mail} /> : null}
      {mail.state === 'dismissed' ? <SetAside mail={mail} /> : null}
    </article>
  );
}

function Files({ mail }: { mail: WholeMail }) {
  const files = mail.attachments.filter(({ inline }) => !inline);
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label="Attachments">
      {files.map((file) => (
        <li key={file.id}>
          <a href={`/api/v1/mail-attachments/${file.id}`} download>
            {file.name}
          </a>{' '}
          <span className="mute">{sizeWords(file.sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}

function useSetAside(
  mailId: string,
  dismiss: (input: { mailId: string; reason: string }) => void,
): () => Promise<void> {
  const ask = useConfirm();
  return async () => {
    const answer = await ask({
      title: 'Set this mail aside?',
      body: 'It is not logged. It can be put back from “Set aside”.',
      action: 'Set aside',
      reason: 'optional',
    });
    if (answer) dismiss({ mailId, reason: answer.reason });
  };
}

/** Says whom the mail is with. Those known are in it; the others can be made contacts, or be matched to one. */
function Place({ mail }: { mail: WholeMail }) {
  const { log, dismiss } = useTrayActions();
  const field = useRef<HTMLInputElement>(null);
  const theirs = theirsOf(mail);
  const unknown = theirs.filter(({ contact }) => !contact);
  // Whom one of us wrote to is worth knowing; whoever writes to the address may be a newsletter.
  const [made, setMade] = useState(
    () => new Set(mail.why === 'stranger' ? [] : unknown.map(({ address }) => address)),
  );
  const [matched, setMatched] = useState<Chosen[]>([]);
  const known = theirs.flatMap(({ contact }) => contact ?? []);
  const newPeople = unknown.filter(({ address }) => made.has(address));
  const names = [
    ...known.map(({ name }) => name),
    ...matched.map(({ name }) => name),
    ...newPeople.map(({ name, address }) => name ?? address),
  ];
  const submit = () => {
    if (names.length === 0 || log.isPending) return;
    log.mutate({
      mailId: mail.id,
      contactIds: matched.flatMap(({ id }) => id ?? []),
      newPeople: [
        ...newPeople.map(({ address, name }) => ({ email: address, ...(name === null ? {} : { name }) })),
        ...matched.flatMap(({ id, name }) => (id === null ? [{ email: name }] : [])),
      ],
    });
  };
  const setAside = useSetAside(mail.id, dismiss.mutate);
  useKeys('Tray', [
    { keys: 'y', label: 'Log the mail', run: submit },
    { keys: 'm', label: 'Match to a contact', run: () => field.current?.focus() },
    { keys: 'x', label: 'Set the mail aside', run: () => void setAside() },
  ]);
  return (
    <section className={classes.place} aria-label="Whom it is with">
      <People people={theirs} made={made} onMade={setMade} />
      <PeopleField
        label={theirs.length > 0 ? 'Or somebody who is a contact already' : 'Whom it is with'}
        placeholder="Type a name or an address"
        value={matched}
        onChange={setMatched}
        inputRef={field}
      />
      <ProblemNotice error={log.error} />
      <div className={classes.actions}>
        <Button onClick={submit} loading={log.isPending} disabled={names.length === 0}>
          {names.length === 0 ? 'Log' : `Log with ${namesWords(names)}`}
        </Button>
        <Button variant="default" loading={dismiss.isPending} onClick={() => void setAside()}>
          Set aside
        </Button>
      </div>
    </section>
  );
}

type PeopleProps = {
  people: readonly MailPersonSeen[];
  /** Addresses of those who become contacts. */
  made: ReadonlySet<string>;
  onMade: (made: Set<string>) => void;
};

function People({ people, made, onMade }: PeopleProps) {
  if (people.length === 0) return null;
  const change = (address: string, make: boolean) => {
    const next = new Set(made);
    if (make) next.add(address);
    else next.delete(address);
    onMade(next);
  };
  return (
    <ul className={classes.people}>
      {people.map((person) => (
        <Someone
          key={person.address}
          person={person}
          isMade={made.has(person.address)}
          onMake={(make) => change(person.address, make)}
        />
      ))}
    </ul>
  );
}

type SomeoneProps = { person: MailPersonSeen; isMade: boolean; onMake: (make: boolean) => void };

function Someone({ person, isMade, onMake }: SomeoneProps) {
  const { address, name, contact, account } = person;
  if (contact) {
    return (
      <li>
        <Link to="/people/contacts/$id" params={{ id: contact.id }}>
          {contact.name}
        </Link>{' '}
        <span className="mute">{address}</span>
      </li>
    );
  }
  return (
    <li>
      <Checkbox
        checked={isMade}
        onChange={(event) => onMake(event.currentTarget.checked)}
        label={
          <>
            Make {name ?? address} a contact{account ? ` of ${account.name}` : ''}
            {name ? <span className="mute"> {address}</span> : null}
          </>
        }
      />
    </li>
  );
}

function SetAside({ mail }: { mail: WholeMail }) {
  const { restore } = useTrayActions();
  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        loading={restore.isPending}
        onClick={() => restore.mutate({ mailId: mail.id })}
      >
        Put back into the tray
      </Button>
      <span className="mute">
        set aside by {mail.settledBy ?? 'somebody'} <When at={mail.settledAt} />
        {mail.dismissReason ? `: ${mail.dismissReason}` : ''}
      </span>
    </div>
  );
}
