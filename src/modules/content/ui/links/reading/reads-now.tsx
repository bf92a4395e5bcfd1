import { spanText } from '../link-words.ts';
import { pageWords, whoReads } from './reader-words.ts';
import classes from './reading.module.css';
import { ReachButtons } from './reading-pill.tsx';
import { type Reader, useReadingNow } from './use-reading-now.ts';

type ReadsNowProps = {
  /** Whose reading is shown here. */
  isHere: (reader: Reader) => boolean;
  /** What they read, as it is called on this page. */
  what: (reader: Reader) => string;
  className?: string | undefined;
};

/** On the page of a piece or a link: who reads it at this moment. */
export function ReadsNow({ isHere, what, className = '' }: ReadsNowProps) {
  const readers = useReadingNow().filter(isHere);
  if (readers.length === 0) return null;
  return (
    <section className={`panel ${classes.list} ${className}`} aria-label="Reading now">
      <ul>
        {readers.map((reader) => (
          <li key={reader.visitId}>
            <span className={classes.dot} aria-hidden="true" />
            <span className={classes.words}>
              <b>{whoReads(reader)}</b> reads {what(reader)} now{pageWords(reader)}
              <span className="mute"> · {spanText(reader.activeMs)} so far</span>
            </span>
            <span className={classes.acts}>
              <ReachButtons reader={reader} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
