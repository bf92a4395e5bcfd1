import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, type client } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import classes from './trial.module.css';
import type { Policy } from './words.ts';

type Trial = Awaited<ReturnType<typeof client.handoff.trials.trySla>>;
type Row = Trial['rows'][number];
type Outcome = NonNullable<Row['asProposed']>;

type TrialCardProps = { subject: { versionId: string } | { policy: Policy } };

const days = 90;

/** What an agreement would have meant for the hand-offs of the last days, beside the one in force. */
export function TrialCard({ subject }: TrialCardProps) {
  const trial = useQuery(
    api.handoff.trials.trySla.queryOptions({
      input: { ...subject, days },
      placeholderData: (before) => before,
    }),
  );
  const { data } = trial;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="trial" aria-busy={trial.isFetching}>
      <h2 id="trial">What it would have meant</h2>
      <ProblemNotice error={trial.error} onRetry={() => void trial.refetch()} />
      {data ? (
        <>
          <p className={classes.sentence}>{data.sentence}</p>
          {data.handoffs > 0 ? <Rows trial={data} /> : null}
        </>
      ) : trial.error ? null : (
        <div className={classes.waiting} role="status" aria-label="Loading" />
      )}
    </section>
  );
}

function Rows({ trial }: { trial: Trial }) {
  const { inForce } = trial;
  return (
    <>
      <table className={classes.rows}>
        <thead>
          <tr>
            <td />
            <th scope="col">{trial.proposed.label}</th>
            {inForce ? (
              <th scope="col">
                {inForce.label}, in force{inForce.unsigned ? ', not signed' : ''}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {trial.rows.map((row) => (
            <tr key={row.key} data-side={row.side}>
              <th scope="row">{row.label}</th>
              <td data-label={trial.proposed.label}>
                <Judged of={row.asProposed} />
              </td>
              {inForce ? (
                <td data-label={`${inForce.label}, in force`}>
                  <Judged of={row.asInForce} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {trial.rows.map((row) => (
        <Differing key={row.key} row={row} />
      ))}
      <p className={classes.note}>
        Hand-offs offered from {formatDate(trial.from)} to {formatDate(trial.to)}, judged by what happened to
        them. What cannot be said yet is left out.
      </p>
    </>
  );
}

/** "32 of 40 kept (80 %)", with what was promised. */
function Judged({ of }: { of: Outcome | null }) {
  if (of === null) return <span className="mute">promises nothing of it</span>;
  return (
    <>
      <b>{figureOf(of)}</b>
      {of.met === false ? <span className="late"> missed</span> : of.met === true ? <span> met</span> : null}
      <span className={classes.promise}>{of.promise}</span>
    </>
  );
}

function figureOf({ kept, of, percent, perMonth, met }: Outcome): string {
  if (perMonth !== null) return `${perMonth.toLocaleString()} a month`;
  if (percent === null) return 'nothing to count';
  const share = `${percent.toLocaleString()} %`;
  if (met !== null) return share;
  return `${formatCount(kept ?? 0)} of ${formatCount(of)} kept, ${share}`;
}

function Differing({ row }: { row: Row }) {
  if (row.differingCount === 0) return null;
  return (
    <details className={classes.differing}>
      <summary>
        {row.label}: {formatCount(row.differingCount)} judged otherwise
      </summary>
      <ul>
        {row.differing.map((one) => (
          <li key={one.handoffId}>
            <Link to="/people/contacts/$id" params={{ id: one.contactId }}>
              {one.name}
            </Link>
            , offered {formatDate(one.offeredAt)}, {one.found}:{' '}
            {one.keptByThis ? 'kept now, broken by the one in force' : 'broken now, kept by the one in force'}
          </li>
        ))}
      </ul>
      {row.differingCount > row.differing.length ? (
        <p className="mute">The newest {row.differing.length} are shown.</p>
      ) : null}
    </details>
  );
}
