import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { CopyField } from '../../../../web/parts/copy-field.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { titleOf } from './letters.ts';
import type { LinkSettings } from './more.tsx';
import classes from './share.module.css';
import { useFormKeys } from './use-form-keys.ts';
import type { Shared, Wanted } from './use-share.ts';
import { OtherWays, type Sharing } from './ways.tsx';

type DoneProps = {
  shared: Shared;
  wanted: Wanted;
  settings: LinkSettings | undefined;
  sharing: Sharing;
  onLetter: () => void;
  onClose: () => void;
};

/** Says what happened, and shows what is shown this once. */
export function Done({ shared, wanted, settings, sharing, onLetter, onClose }: DoneProps) {
  const { link } = shared;
  const page: string = `/content/links/${link.id}`;
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const keys = useFormKeys({
    ready: true,
    search: { current: null },
    onWay: (way) => (way === 'liaison' ? onLetter() : sharing.share(way)),
    mayMail: settings?.mail.possible ?? false,
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the dialog, each with its button.
    <div className={classes.form} onKeyDown={keys}>
      <p role="status" className={classes.done}>
        <strong>{doneWords(shared, wanted.recipient !== null)}</strong>{' '}
        {wanted.recipient
          ? `You are told here when ${wanted.recipient.name} reads ${titleOf(wanted.pieces)}.`
          : 'Whoever has the address can read it.'}
      </p>
      <CopyField label="the link" value={link.url} />
      {link.passcode ? (
        <div>
          <p className={classes.quiet}>Passcode, shown this once. Tell it them another way than the link.</p>
          <CopyField label="the passcode" value={link.passcode} />
        </div>
      ) : null}
      <ProblemNotice error={sharing.error} withFields />
      <div className={classes.foot}>
        <div className={classes.ways}>
          <OtherWays ready sharing={sharing} mail={settings?.mail} onLetter={onLetter} />
          <Button ref={close} onClick={onClose} rightSection={<ButtonKey keys="Enter" />}>
            Done
          </Button>
        </div>
        <p className={classes.quiet}>
          <Link to={page} onClick={onClose}>
            Its page
          </Link>{' '}
          says who read what, and takes it back if need be.
        </p>
      </div>
    </div>
  );
}

function doneWords({ way, copied, sentTo }: Shared, named: boolean): string {
  if (way === 'copied') return copied ? 'The link is copied.' : 'The link is made; copy it from here.';
  if (way === 'mailto') return 'The mail is begun in your mail program.';
  if (way === 'linkedin')
    return named
      ? 'LinkedIn is open in another tab. Send it there as a message: what is posted others read in this person’s name.'
      : 'LinkedIn is open in another tab.';
  return sentTo ? `The mail to ${sentTo} is on its way.` : 'The mail is on its way.';
}
