import { Button, Tooltip } from '@mantine/core';
import { useId, useState } from 'react';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import type { WayToSend } from './api-types.ts';
import type { Piece } from './kept.ts';
import { LogSent } from './log-sent.tsx';
import type { LinkSettings } from './more.tsx';
import classes from './share.module.css';
import type { Recipient } from './use-for-whom.ts';
import { wayKeys } from './use-form-keys.ts';
import type { useShare } from './use-share.ts';

export type Sharing = ReturnType<typeof useShare>;

type WaysProps = {
  ready: boolean;
  pieces: readonly Piece[];
  recipient: Recipient | null;
  sharing: Sharing;
  mail: LinkSettings['mail'] | undefined;
  message: string;
  onLetter: () => void;
  onLogged: () => void;
};

/** The ways it can go; where none can be taken, why. */
export function Ways(props: WaysProps) {
  const { ready, pieces, recipient, sharing, mail, message, onLetter, onLogged } = props;
  const cannot = pieces.filter(({ shareable }) => !shareable);
  return (
    <div className={classes.foot}>
      {cannot.length > 0 ? (
        <p className={classes.cannot}>
          No link can be made of {cannot.map(({ title }) => `“${title}”`).join(', ')}. Take it out, log that
          you sent it, or ask marketing for it.
        </p>
      ) : null}
      <div className={classes.ways}>
        <Button
          disabled={!ready}
          loading={sharing.pending && sharing.way === 'copied'}
          onClick={() => sharing.share('copied')}
          rightSection={<ButtonKey keys={wayKeys.copied} />}
        >
          Copy link
        </Button>
        <OtherWays ready={ready} sharing={sharing} mail={mail} onLetter={onLetter} />
      </div>
      {recipient && pieces.length > 0 ? (
        <LogSent recipient={recipient} pieces={pieces} message={message} onLogged={onLogged} only={!ready} />
      ) : null}
    </div>
  );
}

type OtherWaysProps = {
  ready: boolean;
  sharing: Sharing;
  mail: LinkSettings['mail'] | undefined;
  onLetter: () => void;
};

export function OtherWays({ ready, sharing, mail, onLetter }: OtherWaysProps) {
  const way = (one: WayToSend, label: string) => (
    <Button
      variant="default"
      disabled={!ready}
      loading={sharing.pending && sharing.way === one}
      onClick={() => sharing.share(one)}
      rightSection={<ButtonKey keys={wayKeys[one]} />}
    >
      {label}
    </Button>
  );
  return (
    <>
      {way('mailto', 'Write mail')}
      {way('linkedin', 'LinkedIn')}
      <SendByLiaison ready={ready} mail={mail} onLetter={onLetter} />
    </>
  );
}

/** Where mail is not set up the button stays, and says why it does nothing. */
function SendByLiaison({ ready, mail, onLetter }: Omit<OtherWaysProps, 'sharing'>) {
  const [asked, setAsked] = useState(false);
  const id = useId();
  const possible = mail?.possible ?? false;
  const label = 'Send by Liaison';
  if (possible || !mail) {
    return (
      <Button
        variant="default"
        disabled={!ready || !possible}
        onClick={onLetter}
        rightSection={<ButtonKey keys={wayKeys.liaison} />}
      >
        {label}
      </Button>
    );
  }
  const why = `Mail is not set up: ${mail.missing.join(' and ')} ${mail.missing.length === 1 ? 'is' : 'are'} missing. Whoever runs Liaison can set it.`;
  return (
    <>
      <Tooltip label={why} multiline w={260}>
        <Button
          variant="default"
          data-disabled
          aria-disabled
          aria-describedby={id}
          className={classes.refused}
          onClick={(event) => {
            event.preventDefault();
            setAsked(true);
          }}
        >
          {label}
        </Button>
      </Tooltip>
      <span id={id} className={asked ? classes.whyNot : 'sr-only'} role={asked ? 'status' : undefined}>
        {why}
      </span>
    </>
  );
}
