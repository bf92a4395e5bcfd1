import { Alert, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { GateFields } from './gate-fields.tsx';
import { type Gates, gateWords } from './gates.ts';
import classes from './share.module.css';

/** What is remembered nowhere. */
export type Secrets = { make: boolean; words: string; slug: string; guessable: boolean };

export type LinkSettings = {
  contentUrl: string;
  mail: { possible: boolean; missing: string[]; from: string | null };
};

type MoreProps = {
  gates: Gates;
  onGates: (changes: Partial<Gates>) => void;
  secrets: Secrets;
  onSecrets: (changes: Partial<Secrets>) => void;
  note: string;
  onNote: (note: string) => void;
  /** For whoever has the address. */
  isOpen: boolean;
  settings: LinkSettings | undefined;
  errors: Record<string, string>;
};

/** Gates, address and note: folded away, and what of them holds is said in a line. */
export function More(props: MoreProps) {
  const { gates, onGates, secrets, onSecrets, note, onNote, isOpen, settings, errors } = props;
  const hasProblem = Object.keys(errors).some((path) => path !== 'assetIds');
  const [opened, setOpened] = useState(false);
  const shown = opened || hasProblem;
  const id = useId();
  const words = gateWords(gates, secrets.make || secrets.words !== '');
  return (
    <section className={classes.moreBox}>
      <button
        type="button"
        className={classes.moreToggle}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setOpened(!shown)}
      >
        {shown ? 'Less' : 'More: who may open it, until when, download, address, note…'}
        {!shown && words.length > 0 ? <span className={classes.moreWords}>{words.join(' · ')}</span> : null}
      </button>
      {shown ? (
        <div id={id} className={classes.more}>
          <GateFields
            gates={gates}
            onChange={onGates}
            mayVerify={settings?.mail.possible ?? false}
            errors={errors}
          />
          <Passcode secrets={secrets} onSecrets={onSecrets} error={errors.passcode} />
          <OwnAddress
            secrets={secrets}
            onSecrets={onSecrets}
            isOpen={isOpen}
            contentUrl={settings?.contentUrl ?? window.location.origin}
            error={errors.slug ?? errors.guessable}
          />
          <Textarea
            label="Note for us (optional)"
            description="The reader never sees it."
            value={note}
            onChange={(event) => onNote(event.currentTarget.value)}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={2_000}
          />
          <p className={classes.quiet}>
            The question before it opens, the last day and download are remembered for your next link.
          </p>
        </div>
      ) : null}
    </section>
  );
}

type PartProps = {
  secrets: Secrets;
  onSecrets: (changes: Partial<Secrets>) => void;
  error: string | undefined;
};

function Passcode({ secrets, onSecrets, error }: PartProps) {
  return (
    <div className={classes.pair}>
      <TextInput
        label="Passcode (optional)"
        placeholder={secrets.make ? 'made for you, shown once' : 'at least 6 characters'}
        value={secrets.words}
        disabled={secrets.make}
        onChange={(event) => onSecrets({ words: event.currentTarget.value })}
        error={error}
        autoComplete="off"
        maxLength={100}
      />
      <Checkbox
        className={classes.besideField}
        label="Make one for me"
        checked={secrets.make}
        onChange={(event) => onSecrets({ make: event.currentTarget.checked, words: '' })}
      />
    </div>
  );
}

/** Words as an address takes them: "Retrofit & you" is `retrofit-you`. */
const slugOf = (words: string): string =>
  words
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');

function OwnAddress({
  secrets,
  onSecrets,
  isOpen,
  contentUrl,
  error,
}: PartProps & { isOpen: boolean; contentUrl: string }) {
  const { slug, guessable } = secrets;
  const alone = guessable && isOpen;
  const shown = slug.replace(/-$/, '');
  return (
    <div>
      <TextInput
        label="Words of your own in the address (optional)"
        placeholder="retrofit-for-acme"
        value={slug}
        onChange={(event) => onSecrets({ slug: slugOf(event.currentTarget.value) })}
        onBlur={() => onSecrets({ slug: shown })}
        error={error}
        maxLength={60}
        description={
          shown === ''
            ? undefined
            : `${contentUrl}/v/${shown}${alone ? '' : '-… and 22 characters nobody can guess'}`
        }
      />
      {slug !== '' && isOpen ? (
        <Checkbox
          className={classes.under}
          label="These words alone, without the characters nobody can guess"
          checked={guessable}
          onChange={(event) => onSecrets({ guessable: event.currentTarget.checked })}
        />
      ) : null}
      {slug !== '' && alone ? (
        <Alert className={classes.under} color="late" variant="outline" p="xs">
          Whoever guesses “{shown}” can read it. Take it for what is public anyway.
        </Alert>
      ) : null}
    </div>
  );
}
