import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { formatCount, formatMoney, formatShare } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { openShare } from '../share/share-store.ts';
import type { CellDetail, Coverage } from './api-types.ts';
import classes from './coverage.module.css';
import { type PageState, type PlaceShown, placeShape } from './state.ts';
import { placeWords, plural } from './words.ts';

/** What a cell is made of: its pieces, their readers, the deals that wait and what was asked for. */
export function CellEvidence({ coverage, period }: { coverage: Coverage; period: PageState['period'] }) {
  return (
    <EvidenceDrawer schema={placeShape} title={(place) => titleOf(coverage, place)}>
      {(place) => <CellBody key={JSON.stringify(place)} place={place} period={period} />}
    </EvidenceDrawer>
  );
}

function titleOf(coverage: Coverage, { persona, phase, step }: PlaceShown): string {
  const words = placeWords(coverage, { persona, phase, steps: step === undefined ? [] : [step] });
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function CellBody({ place, period }: { place: PlaceShown; period: PageState['period'] }) {
  const query = useQuery(api.content.coverage.cell.queryOptions({ input: { ...place, period } }));
  const detail = query.data;
  if (!detail)
    return query.error ? (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <p className="mute">Looking it up…</p>
    );
  return (
    <div className={classes.detail}>
      <Waiting detail={detail} />
      <Pieces detail={detail} />
      <Readers detail={detail} />
      <Requests detail={detail} />
    </div>
  );
}

function Waiting({ detail: { cell, deals } }: { detail: CellDetail }) {
  return (
    <section aria-labelledby="cell-deals">
      <h3 id="cell-deals">
        {cell.deals === 0
          ? 'No open deal waits here'
          : `${formatMoney(cell.money, 'round')} in ${plural(cell.deals, 'open deal')}`}
      </h3>
      <ul className={classes.list}>
        {deals.map((deal) => (
          <li key={deal.id}>
            <span>
              <Link to="/people/deals/$id" params={{ id: deal.id }}>
                {deal.name}
              </Link>
              <small>
                {[
                  deal.people.map(({ name }) => name).join(', '),
                  deal.owner ? `${deal.owner.name}’s deal` : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </small>
            </span>
            <span className={classes.end}>
              {deal.money ? formatMoney(deal.money, 'round') : 'unknown'}
              <small>
                here since <When at={deal.since} style="date" />
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pieces({ detail: { pieces, forAnyone, cell } }: { detail: CellDetail }) {
  const mayShare = useMay('content:share');
  return (
    <section aria-labelledby="cell-pieces">
      <h3 id="cell-pieces">{pieces.length === 0 ? 'Nothing to read' : plural(pieces.length, 'piece')}</h3>
      <ul className={classes.list}>
        {pieces.map((piece) => (
          <li key={piece.asset.id}>
            <span>
              <Link to="/content/assets/$assetId" params={{ assetId: piece.asset.id }}>
                {piece.asset.title}
              </Link>
              <small>
                {[
                  piece.asset.type ?? '',
                  piece.finishRate === null
                    ? piece.measured === 0
                      ? piece.pageViewers > 0
                        ? `${formatCount(piece.pageViewers)} saw it on the site`
                        : 'not read by them'
                      : `${plural(piece.measured, 'reader')}, too few to say who finishes`
                    : `finished by ${formatShare(piece.finishRate)} of ${plural(piece.measured, 'reader')}`,
                  piece.shares === 0
                    ? 'not shared with them'
                    : `${plural(piece.shares, 'share')} by ${plural(piece.sellers, 'seller')}`,
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </small>
            </span>
            {mayShare ? (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => openShare({ assetIds: [piece.asset.id] })}
              >
                Share
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {forAnyone.length > 0 ? (
        <p className="mute">
          Made for anyone, or for any stage:{' '}
          {forAnyone.slice(0, 5).map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 ? ', ' : ''}
              <Link to="/content/assets/$assetId" params={{ assetId: id }}>
                {name}
              </Link>
            </span>
          ))}
          {forAnyone.length > 5 ? ` and ${forAnyone.length - 5} more` : ''}.{' '}
          {cell.pieces === 0 ? 'Not counted as covering it.' : ''}
        </p>
      ) : null}
    </section>
  );
}

function Readers({ detail: { readers, people } }: { detail: CellDetail }) {
  if (people === 0) return null;
  return (
    <section aria-labelledby="cell-readers">
      <h3 id="cell-readers">{plural(people, 'reader')}</h3>
      <ul className={classes.list}>
        {readers.map((reader) => (
          <li key={reader.contact.id}>
            <span>
              <Link to="/people/contacts/$id" params={{ id: reader.contact.id }}>
                {reader.contact.name}
              </Link>
              <small>{reader.account?.name ?? ''}</small>
            </span>
            <span className={classes.end}>
              {reader.finished} of {reader.pieces} finished
              <small>
                <When at={reader.lastReadAt} style="date" />
              </small>
            </span>
          </li>
        ))}
      </ul>
      {people > readers.length ? <p className="mute">The latest {readers.length} are shown.</p> : null}
    </section>
  );
}

function Requests({ detail: { requests } }: { detail: CellDetail }) {
  return (
    <section aria-labelledby="cell-requests">
      <h3 id="cell-requests">
        {requests.length === 0 ? 'Nobody asked for more' : plural(requests.length, 'open request')}
      </h3>
      <ul className={classes.list}>
        {requests.map((request) => (
          <li key={request.id}>
            <span>
              {request.text}
              <small>
                {request.askedBy}, <When at={request.askedAt} style="date" />
                {request.contact ? ` · for ${request.contact.name}` : ''}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
