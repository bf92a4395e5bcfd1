import { Link } from '@tanstack/react-router';
import { formatShare } from '../../../../web/parts/money.tsx';
import type { Usage } from './api-types.ts';
import classes from './coverage.module.css';
import { plural } from './words.ts';

function PieceLink({ piece }: { piece: { id: string; name: string } }) {
  return (
    <Link to="/content/assets/$assetId" params={{ assetId: piece.id }}>
      {piece.name}
    </Link>
  );
}

/** Pieces that say nearly the same, with what shows it. */
export function TwinsList({ usage: { twins, notCompared } }: { usage: Usage }) {
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="twins">
      <h2 id="twins">
        There twice{' '}
        {twins.length === 0 ? <span className={classes.about}>· nothing, as far as words tell</span> : null}
      </h2>
      <ul className={classes.list}>
        {twins.map(({ one, other, by, alike, readersOfBoth }) => (
          <li key={`${one.id}/${other.id}`}>
            <span>
              <PieceLink piece={one} /> and <PieceLink piece={other} />
              <small>
                {formatShare(alike)} of their {by === 'text' ? 'sequences of words' : 'titles’ words'} in
                common
                {readersOfBoth > 0 ? `, ${plural(readersOfBoth, 'person', 'people')} read both` : ''}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {notCompared > 0 ? (
        <p className="mute">
          The text of {plural(notCompared, 'piece')} is compared when this page is next opened.
        </p>
      ) : null}
    </section>
  );
}

/** Pieces past their review, or that speak of figures of years ago. */
export function StaleList({ usage: { stale } }: { usage: Usage }) {
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="stale">
      <h2 id="stale">Stale {stale.length === 0 ? <span className={classes.about}>· nothing</span> : null}</h2>
      <ul className={classes.list}>
        {stale.map(({ asset, owner, daysLate, latestYear }) => (
          <li key={asset.id}>
            <span>
              <PieceLink piece={asset} />
              <small>
                {[
                  daysLate === null
                    ? ''
                    : daysLate === 0
                      ? 'review due today'
                      : `review due for ${plural(daysLate, 'day')}`,
                  latestYear === null ? '' : `its latest figures are of ${latestYear}`,
                  owner ? `${owner.name}’s` : 'nobody’s',
                ]
                  .filter((part) => part !== '')
                  .join(', ')}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
