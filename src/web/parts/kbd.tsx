import { printedKeys } from '../keys.ts';
import classes from './parts.module.css';

/** Keys as this reader's keyboard prints them: `mod+k`, `g f`, `?`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {printedKeys(keys).map((key) => (
        <kbd key={key} className={classes.kbd}>
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** A quiet line that says which keys work here: `<KeyHints hints={[['j', 'next'], ['Enter', 'open']]} />`. */
export function KeyHints({ hints }: { hints: readonly (readonly [keys: string, does: string])[] }) {
  return (
    <div className={classes.keyHints}>
      {hints.map(([keys, does]) => (
        <span key={keys}>
          <Kbd keys={keys} /> {does}
        </span>
      ))}
    </div>
  );
}
