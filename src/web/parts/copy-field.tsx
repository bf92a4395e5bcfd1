import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import classes from './parts.module.css';

type CopyFieldProps = {
  /** What it is, for screen readers and the button: "Write key". */
  label: string;
  value: string;
  /** Several lines, such as a snippet. */
  block?: boolean;
};

/** Text to take along: a key, a link, a command. */
export function CopyField({ label, value, block }: CopyFieldProps) {
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={classes.copy} data-block={block || undefined}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value scrolls, and must do so by keyboard too. */}
      <section className={classes.copyText} tabIndex={0} aria-label={label}>
        <pre>{value}</pre>
      </section>
      <Button variant="default" size="xs" onClick={() => clipboard.copy(value)} aria-label={`Copy ${label}`}>
        {clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
      <span className="sr-only" role="status">
        {clipboard.copied ? `${label} copied` : ''}
      </span>
    </div>
  );
}
