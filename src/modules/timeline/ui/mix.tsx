import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import { download } from '../../../web/csv.ts';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { Mix, Scope } from './api-types.ts';
import { mixCsv } from './csv.ts';
import classes from './mix.module.css';

type Row = Mix['stages'][number];

/** Content against person-to-person in each stage of the purchase, beside what is usual elsewhere. */
export function MixPanel({ of, compact = false }: { of: Scope; compact?: boolean }) {
  const mix = useQuery(api.timeline.mix.queryOptions({ input: of, staleTime: 60_000 }));
  return (
    <section className={compact ? classes.compact : 'panel'} aria-label="Interaction mix by buying stage">
      <div className={classes.head}>
        <h2>
          {compact ? 'Mix by ' : 'Content and conversations, by '}
          <DefinedTerm term="buying_stage">buying stage</DefinedTerm>
        </h2>
        {mix.data ? (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => mix.data && download('interaction-mix.csv', mixCsv(mix.data))}
          >
            Export CSV
          </Button>
        ) : null}
      </div>
      <ProblemNotice error={mix.error} onRetry={() => void mix.refetch()} />
      {mix.data ? <MixOf mix={mix.data} compact={compact} isAll={isAll(of)} /> : null}
      {mix.isPending ? <p className="mute">Counting…</p> : null}
    </section>
  );
}

const isAll = (of: Scope): boolean => !of.contactId && !of.accountId && !of.opportunityId;

function MixOf({ mix, compact, isAll: everybody }: { mix: Mix; compact: boolean; isAll: boolean }) {
  const { stages, reference } = mix;
  const since = mix.from === null ? '' : `, since ${formatDate(mix.from)}`;
  const known = stages.filter((row) => row.stage !== null);
  const hasStages = known.some((row) => row.content + row.person > 0);
  const rows = stages.filter((row) =>
    row.stage !== null && (hasStages || !compact) ? true : row.content + row.person > 0,
  );
  if (mix.total.content + mix.total.person === 0) {
    return <p className={classes.note}>Nothing counts here yet, so there is no mix to show.</p>;
  }
  return (
    <>
      {hasStages ? null : (
        <p className={classes.note}>
          No buying stage was known when these happened.{' '}
          {everybody
            ? 'Open a contact or a deal and record where the buyer stands (key b); from then on the mix is told by stage.'
            : 'Record where the buyer stands (key b); from then on the mix is told by stage.'}
        </p>
      )}
      <table className={classes.mix} data-compact={compact || undefined}>
        <caption className="sr-only">
          Interactions by buying stage: content, person-to-person, and the share of the latter
        </caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" className={classes.barHead}>
              <span className="sr-only">Share person-to-person</span>
              {compact ? null : (
                <span
                  className={classes.referenceName}
                  style={{ left: `${100 * (1 - reference.personShare)}%` }}
                >
                  reference: over {formatShare(reference.personShare)} with reps
                </span>
              )}
            </th>
            <th scope="col" data-align="end">
              Content
            </th>
            <th scope="col" data-align="end">
              {compact ? 'Talks' : 'Person to person'}
            </th>
            <th scope="col" data-align="end">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <MixRow key={row.stage ?? ''} row={row} reference={reference.personShare} />
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        <span className={classes.referenceKey} aria-hidden="true" /> Reference: {reference.words} (
        {reference.source}). <DefinedTerm term="verified">Verified</DefinedTerm> people only{since}.
      </p>
    </>
  );
}

/** Content from the left, person-to-person from the right, so that the line says where they should meet. */
function MixRow({ row, reference }: { row: Row; reference: number }) {
  const { content, person, personShare } = row;
  const name = row.name ?? 'No stage known';
  return (
    <tr>
      <th scope="row">{row.stage === null ? <span className="mute">{name}</span> : name}</th>
      <td className={classes.barCell}>
        <div className={classes.bar} aria-hidden="true">
          {personShare === null ? null : (
            <>
              <span className={classes.content} style={{ width: `${100 * (1 - personShare)}%` }} />
              <span className={classes.person} style={{ width: `${100 * personShare}%` }} />
            </>
          )}
          <span className={classes.reference} style={{ left: `${100 * (1 - reference)}%` }} />
        </div>
      </td>
      <td data-align="end" className="marketing">
        {formatCount(content)}
      </td>
      <td data-align="end" className="sales">
        {formatCount(person)}
      </td>
      <td data-align="end">
        {personShare === null ? <span className="mute">–</span> : formatShare(personShare)}
      </td>
    </tr>
  );
}
