import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { sharesCsv, versionsCsv } from './csv.ts';
import classes from './piece.module.css';
import type { Figures } from './state.ts';
import { shareWords, spanWords } from './words.ts';

/** Version against version. A press on one shows the page for it alone. */
export function Versions({
  figures,
  chosen,
  onChoose,
  onAdd,
}: {
  figures: Figures;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  onAdd: (() => void) | null;
}) {
  const { versions, elsewhere } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="versions-heading">
      <div className={classes.head}>
        <h2 id="versions-heading">Versions</h2>
        <span className={classes.acts}>
          {onAdd ? (
            <Button size="compact-sm" variant="default" onClick={onAdd}>
              Add version
            </Button>
          ) : null}
          <a className={classes.quiet} href={versionsCsv(figures)} download="versions.csv">
            CSV
          </a>
        </span>
      </div>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col" className={classes.text}>
                Version
              </th>
              <th scope="col">Readers</th>
              <th scope="col">Finished</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ id, number, createdAt, note, isCurrent, reading }) => (
              <tr key={id} data-chosen={chosen === id || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.choose}
                    aria-pressed={chosen === id}
                    onClick={() => onChoose(chosen === id ? undefined : id)}
                  >
                    {number}
                  </button>{' '}
                  <span className="mute">
                    <When at={createdAt} style="date" />
                    {isCurrent ? ', shown by links' : ''}
                  </span>
                  {note ? <span className={classes.note}>{note}</span> : null}
                </th>
                <td>
                  {reading.readers === 0 ? (
                    <span className="mute">0</span>
                  ) : (
                    <Figure
                      evidence={{ people: 'readers', version: id }}
                      label={`${reading.readers} readers of version ${number}`}
                    >
                      {formatCount(reading.readers)}
                    </Figure>
                  )}
                </td>
                <td>
                  {reading.finished === 0 ? (
                    shareWords(reading.finished, reading.measured)
                  ) : (
                    <Figure
                      evidence={{ people: 'finished', version: id }}
                      label={`${reading.finished} finished version ${number}`}
                    >
                      {shareWords(reading.finished, reading.measured)}
                    </Figure>
                  )}
                </td>
                <td>
                  {reading.visits === 0 ? (
                    '–'
                  ) : (
                    <Figure
                      evidence={{ visits: 'visits', version: id }}
                      label={`${reading.visits} visits to version ${number}`}
                    >
                      {spanWords(reading.medianMs)}
                    </Figure>
                  )}
                </td>
              </tr>
            ))}
            {elsewhere.readers > 0 ? (
              <tr>
                <th scope="row">
                  Elsewhere <span className="mute">on the site, in other systems</span>
                </th>
                <td>{formatCount(elsewhere.readers)}</td>
                <td>{shareWords(elsewhere.finished, elsewhere.measured)}</td>
                <td>{spanWords(elsewhere.medianMs)}</td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const mostSharers = 8;

/** Who gives it to whom, and whether they read it. */
export function SharedBy({ figures }: { figures: Figures }) {
  const { sharedBy, totals, asset } = figures;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="shares-heading">
      <div className={classes.head}>
        <h2 id="shares-heading">
          Shared{' '}
          <span className="mute">
            ·{' '}
            {totals.shares === 0
              ? 'by nobody'
              : `${formatCount(totals.sellers)} ${totals.sellers === 1 ? 'seller' : 'sellers'}, ${formatCount(totals.shares)} ${totals.shares === 1 ? 'share' : 'shares'}`}
          </span>
        </h2>
        <span className={classes.acts}>
          <Link to="/content/links" search={{ assetId: asset.id }} className={classes.quiet}>
            Its links
          </Link>
          {sharedBy.length > 0 ? (
            <a className={classes.quiet} href={sharesCsv(figures)} download="shares.csv">
              CSV
            </a>
          ) : null}
        </span>
      </div>
      {sharedBy.length === 0 ? (
        <p className="mute">Nobody has given it to anybody in this time.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col" className={classes.text}>
                By
              </th>
              <th scope="col">Shares</th>
              <th scope="col">To people</th>
              <th scope="col">Read it</th>
            </tr>
          </thead>
          <tbody>
            {sharedBy.slice(0, mostSharers).map(({ teammate, side, shares, people, opened }) => (
              <tr key={teammate?.id ?? 'nobody'}>
                <th scope="row">
                  {teammate?.name ?? 'not known'}{' '}
                  {side ? (
                    <span
                      className={side === 'sales' ? 'sales' : side === 'marketing' ? 'marketing' : 'shared'}
                    >
                      {side}
                    </span>
                  ) : null}
                </th>
                <td>
                  <Figure
                    evidence={{
                      shares: 'all',
                      ...(teammate ? { teammateId: teammate.id, name: teammate.name } : {}),
                    }}
                    label={`${shares} shares by ${teammate?.name ?? 'somebody not known'}`}
                  >
                    {formatCount(shares)}
                  </Figure>
                </td>
                <td>{formatCount(people)}</td>
                <td>
                  {formatCount(opened)} <span className="mute">{shareWords(opened, people)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={classes.legend}>
        {totals.shares > 0 ? (
          <>
            <Figure evidence={{ shares: 'all' }}>All shares</Figure> ·{' '}
          </>
        ) : null}
        {totals.forwards > 0 ? (
          <>
            <Figure evidence={{ visits: 'forwards' }}>
              {formatCount(totals.forwards)} {totals.forwards === 1 ? 'visit' : 'visits'} by somebody it was
              passed on to
            </Figure>{' '}
            ·{' '}
          </>
        ) : null}
        {totals.downloads > 0 ? (
          <Figure evidence={{ visits: 'downloads' }}>
            {formatCount(totals.downloads)} {totals.downloads === 1 ? 'download' : 'downloads'}
          </Figure>
        ) : (
          'no downloads'
        )}
      </p>
    </section>
  );
}
