import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { usePathParam, useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatDate, formatExact } from '../../../../web/parts/when.tsx';
import classes from './account.module.css';
import { AccountPicture } from './account-picture.tsx';
import type { AccountJourney } from './api-types.ts';
import { namesFor, type PictureNames } from './lay-out-account.ts';
import { daysWords, plural } from './words.ts';

const pageState = z.object({ names: z.enum(['shown', 'initials', 'hidden']).catch('shown') });
const dayMs = 86_400_000;
const tableRows = 300;

/** One account's journey as a picture, fit to be shown in a meeting. */
export function AccountJourneyPage() {
  const accountId = usePathParam('accountId');
  const [state, set] = useUrlState(pageState);
  const query = useQuery(api.results.journeys.account.queryOptions({ input: { accountId } }));
  const journey = query.data;
  if (!journey)
    return (
      <>
        <FirstLine title="Journey">
          {query.error ? 'This journey could not be read.' : <span className="mute">Reading…</span>}
        </FirstLine>
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      </>
    );
  const names = namesFor(journey, state.names);
  const back: string = `/people/accounts/${journey.account.id}`;
  return (
    <div className={classes.page}>
      <FirstLine
        title={`Journey: ${names.account}`}
        sub={
          <>
            Above each line what they read and visited, below it the talks; the diamonds are stages.{' '}
            <span className={classes.noPrint}>
              <Link to={back}>The account</Link> · <Link to="/results/journeys">All journeys</Link>
            </span>
          </>
        }
        actions={
          <div className={`${classes.actions} ${classes.noPrint}`}>
            <Segmented
              label="Names"
              value={state.names}
              options={[
                { value: 'shown', label: 'Names' },
                { value: 'initials', label: 'Initials' },
                { value: 'hidden', label: 'Hidden' },
              ]}
              onChange={(next) => set({ names: next === 'shown' ? undefined : next })}
            />
            <Button variant="default" size="compact-md" onClick={() => window.print()}>
              Print
            </Button>
          </div>
        }
      >
        <Sentence journey={journey} names={names} />
      </FirstLine>
      {journey.from !== null && journey.to !== null && journey.people.length > 0 ? (
        <Whole journey={{ ...journey, from: journey.from, to: journey.to }} names={names} />
      ) : (
        <EmptyState heading="Nothing is known of this account’s way yet.">
          As soon as its people visit, read or talk to somebody of ours, their way shows here.
        </EmptyState>
      )}
    </div>
  );
}

function Sentence({ journey, names }: { journey: AccountJourney; names: PictureNames }) {
  const once = new Map(journey.touches.map((touch) => [touch.id, touch]));
  const talks = [...once.values()].filter(({ kind }) => kind === 'person').length;
  const days = journey.from && journey.to ? (Date.parse(journey.to) - Date.parse(journey.from)) / dayMs : 0;
  const won = journey.deals.filter(({ status }) => status === 'won');
  const open = journey.deals.filter(({ status }) => status === 'open');
  const all = journey.people.length + journey.peopleBeyond;
  const touches = once.size + journey.touchesBeyond;
  return (
    <>
      {names.account}: {plural(all, 'person', 'people')} met us {plural(touches, 'time')} over{' '}
      {daysWords(days)}, {formatCount(talks)} of them {talks === 1 ? 'a talk' : 'talks'}
      {journey.teammates.length > 0 ? ` with ${formatCount(journey.teammates.length)} of us` : ''}
      {won.length > 0 ? `; ${dealsWords(won)} won` : ''}
      {open.length > 0 ? `; ${dealsWords(open)} open` : ''}.
    </>
  );
}

function dealsWords(deals: AccountJourney['deals']): string {
  const sums = new Map<string, number>();
  for (const { amountMinor, currency } of deals)
    if (amountMinor !== null && currency !== '') sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  const money = [...sums]
    .map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }))
    .join(' and ');
  return `${plural(deals.length, 'deal')}${money ? ` worth ${money}` : ''}`;
}

type WholeProps = { journey: AccountJourney & { from: string; to: string }; names: PictureNames };

function Whole({ journey, names }: WholeProps) {
  const turns = journey.marks.filter(({ kind }) => kind !== 'stage');
  return (
    <>
      <section className={`panel ${classes.card}`} aria-label="The journey as a picture">
        <AccountPicture journey={journey} names={names} />
        {journey.peopleBeyond > 0 || journey.touchesBeyond > 0 ? (
          <p className={classes.below}>
            {journey.peopleBeyond > 0
              ? `${plural(journey.peopleBeyond, 'more person', 'more people')} came later. `
              : ''}
            {journey.touchesBeyond > 0
              ? `${plural(journey.touchesBeyond, 'earlier touchpoint')} are not drawn.`
              : ''}
          </p>
        ) : null}
      </section>
      <div className={classes.sides}>
        <section className={`panel ${classes.card}`} aria-labelledby="turns-heading">
          <h2 id="turns-heading">Turning points</h2>
          {turns.length === 0 ? <p className="mute">None is recorded.</p> : null}
          <ol className={classes.turns}>
            {turns.map((mark) => (
              <li key={`${mark.at} ${mark.kind} ${mark.label} ${mark.deal?.id} ${mark.contactId}`}>
                <time dateTime={mark.at}>{formatDate(mark.at)}</time>
                <span className={mark.kind === 'buying' ? undefined : 'shared'}>
                  {mark.kind === 'buying'
                    ? `${names.person(mark.contactId ?? undefined) || 'The buyer'} came to ${mark.label}`
                    : mark.label}
                  {mark.deal ? `: ${names.deal(mark.deal.id)}` : ''}
                </span>
              </li>
            ))}
          </ol>
        </section>
        <section className={`panel ${classes.card}`} aria-labelledby="us-heading">
          <h2 id="us-heading">On our side</h2>
          {journey.teammates.length === 0 ? <p className="mute">Nobody has talked to them.</p> : null}
          <ul className={classes.turns}>
            {journey.teammates.map((mate) => (
              <li key={mate.id}>
                <span className="sales">{names.teammate(mate.id)}</span>
                <span className="mute">{plural(mate.touchpoints, 'talk')}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <Touches journey={journey} names={names} />
    </>
  );
}

function Who({ contactId, names }: { contactId: string; names: PictureNames }) {
  const person: string = `/people/contacts/${contactId}`;
  return <Link to={person}>{names.person(contactId)}</Link>;
}

/** The picture in words. */
function Touches({ journey, names }: WholeProps) {
  const shown = journey.touches.slice(-tableRows).toReversed();
  return (
    <details className={`${classes.details} ${classes.noPrint}`}>
      <summary>
        The same as a table
        {journey.touches.length > shown.length ? `, the latest ${formatCount(shown.length)}` : ''}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
      <section className={classes.scroll} tabIndex={0} aria-label="Touchpoints">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">By</th>
              <th scope="col">With</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((touch) => (
              <tr key={`${touch.id} ${touch.contactId}`}>
                <td>{formatExact(touch.at)}</td>
                <td>
                  <Who contactId={touch.contactId} names={names} />
                </td>
                <td className={touch.kind === 'content' ? 'marketing' : 'sales'}>
                  {touch.label}
                  {touch.asset ? `: ${touch.asset.name}` : ''}
                </td>
                <td>{touch.channelName || '–'}</td>
                <td>{touch.teammate ? names.teammate(touch.teammate.id) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
