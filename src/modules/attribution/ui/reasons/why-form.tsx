import { Button, Group, Skeleton, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { type Matter, useWhyForm, type WhyFormOptions, type WhyFormState } from './use-why-form.ts';
import classes from './why.module.css';
import { actOf, matterKeys, noteKey, rivalKeys } from './why-keys.ts';
import { kindWords } from './words.ts';

/** The question and its answer, all of it in sight and under the fingers. */
export function WhyForm(props: WhyFormOptions) {
  const form = useWhyForm(props);
  const maySay = useMay('results:say');
  const box = useRef<HTMLFormElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const shown = mattersShown(form);
  const rivals = form.suggested.data?.competitors ?? [];
  const { onNext } = props;
  useEffect(() => {
    // Keys are heard wherever the focus is within; the first reason has it to begin with.
    if (form.options.length > 0 && !box.current?.contains(document.activeElement))
      box.current?.querySelector<HTMLInputElement>('input')?.focus();
  }, [form.options.length]);
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    const act = actOf(event, whereOf(event.target));
    if (act === null) return;
    event.preventDefault();
    if (act.do === 'save') return void form.submit('close');
    if (act.do === 'save-and-next') return void form.submit(onNext ? 'next' : 'close');
    if (act.do === 'note') return note.current?.focus();
    if (act.do === 'reason') return toggleNth(form.options, act.nth, ({ key }) => form.toggleReason(key));
    if (act.do === 'matter') return toggleNth(shown, act.nth, form.toggleMatter);
    toggleNth(rivals, act.nth, form.toggleRival);
  };
  if (!maySay)
    return <p>You may read why deals were won and lost. Somebody of marketing or sales says it.</p>;
  return (
    <form
      ref={box}
      className={classes.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit('close');
      }}
    >
      {form.before ? (
        <p className={classes.about}>
          {form.before.saidBy} said it on {formatDate(form.before.saidAt)}. What you save stands from now on;
          theirs stays on record.
        </p>
      ) : null}
      <ProblemNotice error={form.choices.error} onRetry={() => void form.choices.refetch()} />
      <Reasons form={form} />
      <Mattered form={form} shown={shown} />
      <Rivals form={form} rivals={rivals} />
      <Textarea
        ref={note}
        label={
          <>
            A word more <span className="mute">(optional)</span> <ButtonKey keys={noteKey} />
          </>
        }
        value={form.chosen.note}
        onChange={(event) => form.change({ note: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
      />
      <ProblemNotice error={form.save.error} withFields />
      <Group justify="flex-end" gap="sm" className={classes.foot}>
        {onNext ? (
          <Button
            variant="default"
            disabled={!form.ready}
            onClick={() => void form.submit('next')}
            rightSection={<ButtonKey keys="mod+Enter" />}
          >
            Save, next deal
          </Button>
        ) : null}
        <Button
          type="submit"
          color="shared"
          loading={form.save.isPending}
          disabled={form.chosen.reasons.length === 0}
          rightSection={<ButtonKey keys="Enter" />}
        >
          Save
        </Button>
      </Group>
    </form>
  );
}

function whereOf(target: EventTarget) {
  const lines = target instanceof HTMLTextAreaElement;
  const text = lines || (target instanceof HTMLInputElement && target.type === 'text');
  return { text, lines, button: target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement };
}

function toggleNth<T>(all: readonly T[], nth: number, toggle: (one: T) => void): void {
  const one = all[nth];
  if (one !== undefined) toggle(one);
}

type Part = { form: WhyFormState };

function Reasons({ form }: Part) {
  const { options, chosen } = form;
  if (form.choices.isPending) return <Skeleton height={150} aria-label="Loading the reasons" />;
  return (
    <fieldset className={classes.group}>
      <legend>
        Why? <span className="mute">The first you choose weighs most.</span>
      </legend>
      <div className={classes.reasons}>
        {options.map(({ key, label }, nth) => {
          const place = chosen.reasons.indexOf(key);
          return (
            <label key={key} className={classes.choice}>
              <input
                type="checkbox"
                // The dialog gives the focus there, rather than to its cross.
                data-autofocus={nth === 0 || undefined}
                checked={place !== -1}
                onChange={() => form.toggleReason(key)}
              />
              <KeyOf char={nth < 9 ? String(nth + 1) : null} />
              <span className={classes.label}>{label}</span>
              {place === -1 || chosen.reasons.length < 2 ? null : (
                <span className={classes.place} aria-hidden="true">
                  {place + 1}.
                </span>
              )}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function KeyOf({ char }: { char: string | null | undefined }) {
  return (
    <span className={classes.key} aria-hidden="true">
      {char ?? ''}
    </span>
  );
}

/** What was proposed, and what was named before without being proposed now. */
function mattersShown(form: WhyFormState): (Matter & { detail: string })[] {
  const proposed = (form.suggested.data?.suggestions ?? []).flatMap(({ kind, id, label, detail }) =>
    id === null ? [] : [{ kind, id, label, detail }],
  );
  const before = form.before?.mattered ?? [];
  const missing = before.flatMap(({ kind, id, label }) =>
    id === null || proposed.some((one) => one.id === id) ? [] : [{ kind, id, label, detail: 'named before' }],
  );
  return [...proposed, ...missing];
}

function Mattered({ form, shown }: Part & { shown: readonly (Matter & { detail: string })[] }) {
  const { chosen, suggested } = form;
  if (suggested.isPending) return <Skeleton height={112} aria-label="Looking up what stood in its journey" />;
  if (suggested.error)
    return <ProblemNotice error={suggested.error} onRetry={() => void suggested.refetch()} />;
  if (shown.length === 0)
    return <p className={classes.about}>Nothing is known of what led here: no touchpoint of this deal.</p>;
  return (
    <fieldset className={classes.group}>
      <legend>
        What mattered? <span className="mute">What stood in its journey last and most.</span>
      </legend>
      <div className={classes.matters}>
        {shown.map((one, nth) => (
          <label key={`${one.kind} ${one.id}`} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.matters.some(({ kind, id }) => kind === one.kind && id === one.id)}
              onChange={() => form.toggleMatter(one)}
            />
            <KeyOf char={matterKeys[nth]} />
            <span className={classes.label}>
              {one.label}
              <span className={classes.detail}>
                {kindWords[one.kind]}, {one.detail}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Rivals({ form, rivals }: Part & { rivals: readonly string[] }) {
  const { chosen } = form;
  const all = [...rivals, ...chosen.rivals.filter((name) => !rivals.includes(name))];
  if (!chosen.reasons.includes('competitor') && chosen.rivals.length === 0 && chosen.rival === '')
    return null;
  return (
    <fieldset className={classes.group}>
      <legend>Which competitor?</legend>
      <div className={classes.reasons}>
        {all.map((name, nth) => (
          <label key={name} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.rivals.includes(name)}
              onChange={() => form.toggleRival(name)}
            />
            <KeyOf char={rivalKeys[nth]} />
            <span className={classes.label}>{name}</span>
          </label>
        ))}
        <TextInput
          aria-label={all.length === 0 ? 'Its name' : 'Another competitor'}
          placeholder={all.length === 0 ? 'Its name' : 'Another'}
          value={form.chosen.rival}
          maxLength={120}
          onChange={(event) => form.change({ rival: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}
