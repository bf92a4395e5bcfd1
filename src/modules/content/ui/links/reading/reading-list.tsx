import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useNow, When } from '../../../../../web/parts/when.tsx';
import { useMay } from '../../../../../web/session.ts';
import { spanText } from '../link-words.ts';
import { useQuiet } from './quiet.ts';
import { pageWords, placeOf, readersOf, whoReads } from './reader-words.ts';
import classes from './reading.module.css';
import { ReachButtons } from './reading-pill.tsx';
import { useReadingNow } from './use-reading-now.ts';

/** Everybody who reads at this moment, what and how far. */
export function ReadingList() {
  const mayShare = useMay('content:share');
  const readers = readersOf(useReadingNow());
  const [quiet, setQuiet] = useQuiet();
  useNow();
  return (
    <section className={`panel ${classes.list}`} aria-label="Reading now">
      <div className={classes.listHead}>
        <h2>Reading now</h2>
        {mayShare ? (
          <Switch
            size="xs"
            labelPosition="left"
            label="Tell me on every page"
            checked={!quiet}
            onChange={(event) => setQuiet(!event.currentTarget.checked)}
          />
        ) : null}
      </div>
      {readers.length === 0 ? (
        <p className="mute">Nobody at this moment. Who opens a link stands here while they read.</p>
      ) : (
        <ul>
          {readers.map((reader) => {
            const place: string = placeOf(reader);
            const link: string = `/content/links/${reader.link.id}`;
            return (
              <li key={reader.visitId}>
                <span className={classes.dot} aria-hidden="true" />
                <span className={classes.words}>
                  <Link to={place}>
                    <b>{whoReads(reader)}</b>
                  </Link>
                  {reader.contact?.account ? (
                    <span className="mute"> · {reader.contact.account.name}</span>
                  ) : null}{' '}
                  reads <Link to={link}>{reader.asset.title}</Link>
                  {pageWords(reader)}
                  <span className="mute">
                    {' '}
                    · {spanText(reader.activeMs)}, since <When at={reader.since} />
                    {reader.forwarded ? ' · passed on to them' : ''} · shared by {reader.link.owner}
                  </span>
                </span>
                <span className={classes.acts}>
                  <ReachButtons reader={reader} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
