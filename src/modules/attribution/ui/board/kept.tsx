import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { BoardSending } from '../../board/contract.ts';
import classes from './board.module.css';
import type { SetState } from './state.ts';

const shownAtOnce = 10;

/** Pages that were kept or sent, and to whom. */
export function Kept({ set }: { set: SetState }) {
  const reports = useQuery(api.results.board.listReports.queryOptions({ input: { limit: shownAtOnce } }));
  const sendings = useQuery(api.results.board.listSendings.queryOptions({ input: { limit: shownAtOnce } }));
  const error = reports.error ?? sendings.error;
  const none = reports.data?.items.length === 0;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="board-kept">
      <h2 id="board-kept">Kept and sent</h2>
      <ProblemNotice error={error} />
      {none ? (
        <p className="mute">
          No page was kept or sent yet. A kept page stays as it is, with its figures; “Send…” sends one
          regularly.
        </p>
      ) : null}
      <ul className={classes.kept}>
        {(reports.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={classes.quiet}
              onClick={() => {
                set({ report: one.id });
                window.scrollTo({ top: 0 });
              }}
            >
              {one.label}, <When at={one.madeAt} style="exact" />
            </button>{' '}
            <span className="mute">
              {one.cause === 'kept'
                ? `kept by ${one.madeBy}`
                : one.cause === 'test'
                  ? 'a test'
                  : `sent to ${one.recipients}`}
            </span>{' '}
            <a href={`/api/v1/results/board/reports/${one.id}/pdf`} download>
              PDF
            </a>
          </li>
        ))}
      </ul>
      {sendings.data && sendings.data.items.length > 0 ? (
        <details className={classes.details}>
          <summary>To whom it went, and what was said</summary>
          <ul className={classes.kept}>
            {sendings.data.items.map((one) => (
              <li key={one.id}>
                {one.name} <span className="mute">{one.address}</span>: {stateWords(one)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function stateWords({ state, error, attempts, cause }: BoardSending): string {
  const test = cause === 'test' ? ' (test)' : '';
  if (state === 'sent') return `sent${test}`;
  if (state === 'dead') return `not sent${test}: ${error ?? 'no reason was given'}`;
  return attempts === 0 ? `waits${test}` : `tried ${attempts} times, goes on trying: ${error ?? ''}`;
}
