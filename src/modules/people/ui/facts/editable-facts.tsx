import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { fieldErrors } from '../../../../web/problem.ts';
import type { CustomValue } from '../api-types.ts';
import { type Fact, factWords } from './fact.ts';
import { FactInput } from './fact-input.tsx';
import classes from './facts.module.css';
import type { Conflict, SaveOutcome, Seen } from './use-record-save.ts';

type Save<Changes> = (fact: Fact<Changes>, value: CustomValue, seen: Seen) => Promise<SaveOutcome>;

type EditableFactsProps<Changes> = {
  /** What the facts are about, for screen readers: "Details". */
  label: string;
  facts: readonly Fact<Changes>[];
  updatedAt: string;
  save: Save<Changes>;
  mayEdit: boolean;
};

/** Fields of a record, each changed where it stands. Blank and rare ones wait behind a button. */
export function EditableFacts<Changes>({
  label,
  facts,
  updatedAt,
  save,
  mayEdit,
}: EditableFactsProps<Changes>) {
  const [all, setAll] = useState(false);
  const usual = facts.filter((fact) => factWords(fact) !== null && !fact.rare);
  const others = facts.length - usual.length;
  const shown = all ? facts : usual;
  return (
    <div>
      <dl className={classes.facts} aria-label={label}>
        {shown.map((fact) => (
          <FactRow key={fact.key} fact={fact} updatedAt={updatedAt} save={save} mayEdit={mayEdit} />
        ))}
      </dl>
      {shown.length === 0 ? <p className={classes.none}>Nothing is filled in.</p> : null}
      {others > 0 ? (
        <button type="button" className={classes.blank} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show fewer fields' : `${others} more ${others === 1 ? 'field' : 'fields'}`}
        </button>
      ) : null}
    </div>
  );
}

type FactRowProps<Changes> = {
  fact: Fact<Changes>;
  updatedAt: string;
  save: Save<Changes>;
  mayEdit: boolean;
};

function FactRow<Changes>({ fact, updatedAt, save, mayEdit }: FactRowProps<Changes>) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !seen) button.current?.focus();
    wasOpen.current = seen !== null;
  }, [seen]);
  const words = factWords(fact);
  return (
    <div className={classes.fact}>
      <dt>{fact.label}</dt>
      {seen ? (
        <dd className={classes.editing}>
          <FactForm fact={fact} seen={seen} save={save} onDone={() => setSeen(null)} />
        </dd>
      ) : (
        <dd>
          <span className={fact.long ? classes.long : classes.value}>
            {words === null ? <span className="mute">–</span> : <Value words={words} href={fact.href} />}
          </span>
          {mayEdit ? (
            <button
              ref={button}
              type="button"
              className={classes.edit}
              onClick={() => setSeen({ value: fact.value, updatedAt })}
              aria-label={`Edit ${fact.label}`}
            >
              edit
            </button>
          ) : null}
        </dd>
      )}
    </div>
  );
}

function Value({ words, href }: { words: string; href: string | undefined }) {
  if (!href) return words;
  if (href.startsWith('/')) return <Link to={href}>{words}</Link>;
  return (
    <a href={href} target={href.startsWith('http') ? '_blank' : undefined} rel="noopener noreferrer">
      {words}
    </a>
  );
}

type FactFormProps<Changes> = {
  fact: Fact<Changes>;
  seen: Seen;
  save: Save<Changes>;
  onDone: () => void;
};

function FactForm<Changes>({ fact, seen, save, onDone }: FactFormProps<Changes>) {
  const [value, setValue] = useState<CustomValue>(seen.value);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const run = async (from: Seen) => {
    setBusy(true);
    setError(null);
    try {
      const outcome = await save(fact, value === '' ? null : value, from);
      if (outcome.state === 'conflict') return setConflict(outcome.conflict);
      if (outcome.alsoChangedBy) {
        notifications.show({
          message: `Saved. ${outcome.alsoChangedBy} changed another field meanwhile; it is kept.`,
        });
      }
      onDone();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value === seen.value && !conflict) onDone();
    else void run(seen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onDone();
  };
  const own = fieldErrors(error)[fact.key];
  return (
    <form onSubmit={submit} onKeyDown={onKeyDown}>
      <FactInput fact={fact} value={value} onChange={setValue} error={own} />
      {conflict ? (
        <div role="alert" className={classes.conflict}>
          <p>
            {conflict.by ?? 'Somebody'} changed {fact.label} to “{conflict.theirs ?? 'blank'}”
            {conflict.at ? (
              <>
                {' '}
                <When at={conflict.at} />
              </>
            ) : null}
            , while you were writing. What you wrote is still here.
          </p>
          <Group gap="sm">
            <Button size="compact-xs" variant="default" onClick={onDone}>
              Keep theirs
            </Button>
            <Button
              size="compact-xs"
              loading={busy}
              onClick={() => void run({ value: seen.value, updatedAt: conflict.updatedAt })}
            >
              Save mine instead
            </Button>
          </Group>
        </div>
      ) : (
        <Group gap="xs" mt={4}>
          <Button type="submit" size="compact-xs" loading={busy}>
            Save
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      )}
      {own ? null : <ProblemNotice error={error} />}
    </form>
  );
}
