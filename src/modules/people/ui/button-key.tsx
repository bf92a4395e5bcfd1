import { Kbd } from '../../../web/parts/kbd.tsx';
import classes from './people.module.css';

/** The key of a button or field, where there is a keyboard. */
export function ButtonKey({ keys }: { keys: string }) {
  return (
    <span className={classes.buttonKey} aria-hidden="true">
      <Kbd keys={keys} />
    </span>
  );
}
