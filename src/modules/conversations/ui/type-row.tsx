import type { KeyboardEvent, Ref } from 'react';
import type { ConversationType } from '../contract.ts';
import classes from './log-dialog.module.css';
import { typeWords } from './words.ts';

type TypeRowProps = {
  value: ConversationType;
  onChange: (type: ConversationType) => void;
  /** After a key picked one, or Enter left it as it is. */
  onDone: () => void;
  rowRef: Ref<HTMLFieldSetElement>;
  /** Whether the dialog opens here. */
  autoFocus: boolean;
};

/** What it was: one key each while the row has the focus, a tap on a phone. */
export function TypeRow({ value, onChange, onDone, rowRef, autoFocus }: TypeRowProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const hit = typeWords.find(({ key }) => key === event.key.toLowerCase());
    if (!hit && event.key !== 'Enter') return;
    event.preventDefault();
    if (hit) onChange(hit.type);
    onDone();
  };
  return (
    <fieldset ref={rowRef} className={classes.types} onKeyDown={onKeyDown}>
      <legend className="sr-only">What it was</legend>
      {typeWords.map(({ type, label, key }) => (
        <label key={type} className={classes.type}>
          <input
            type="radio"
            name="conversation-type"
            value={type}
            checked={type === value}
            data-autofocus={(autoFocus && type === value) || undefined}
            onChange={() => onChange(type)}
            aria-keyshortcuts={key}
          />
          <span>
            {label} <span className={classes.key}>{key.toUpperCase()}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
