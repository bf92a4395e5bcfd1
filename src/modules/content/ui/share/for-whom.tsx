import { useId, useState } from 'react';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import classes from './share.module.css';
import type { Recipient } from './use-for-whom.ts';

type ForWhomProps = {
  recipient: Recipient | null;
  offered: readonly { id: string; name: string }[];
  onChoose: (choice: { id: string; name: string } | null) => void;
};

/** Whom it is for: a person by name, whose reading is then known as theirs, or whoever has the address. */
export function ForWhom({ recipient, offered, onChoose }: ForWhomProps) {
  const [finding, setFinding] = useState(false);
  const labelId = useId();
  const choose = (choice: { id: string; name: string } | null) => {
    setFinding(false);
    onChoose(choice);
  };
  const chips =
    recipient && !offered.some(({ id }) => id === recipient.id) ? [recipient, ...offered] : offered;
  return (
    <section className={classes.forWhom} aria-labelledby={labelId}>
      <h3 id={labelId}>For</h3>
      <div className={classes.chips}>
        {chips.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={recipient?.id === one.id}
            onClick={() => choose({ id: one.id, name: one.name })}
          >
            {one.name}
          </button>
        ))}
        <button type="button" aria-expanded={finding} onClick={() => setFinding(!finding)}>
          {chips.length > 0 ? 'Somebody else…' : 'A person…'}
        </button>
        <button type="button" aria-pressed={recipient === null} onClick={() => choose(null)}>
          Anyone with the link
        </button>
      </div>
      {finding ? (
        <RecordPicker
          refers="contact"
          aria-label="Whom it is for"
          value={null}
          autoFocus
          onChange={(id, name) => (id === null ? undefined : choose({ id, name }))}
        />
      ) : (
        <p className={classes.quiet}>
          {recipient
            ? (recipient.detail ?? '')
            : 'Who reads is known only if they are asked for their address (More, below).'}
        </p>
      )}
    </section>
  );
}
