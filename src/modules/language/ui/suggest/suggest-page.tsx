import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { fieldErrors } from '../../../../web/problem.ts';
import { Calibration } from './calibration.tsx';
import { Choices } from './choices.tsx';
import { Leaks } from './leaks.tsx';
import { MakeDraft } from './make-draft.tsx';
import { SignalsTable } from './signals-table.tsx';
import classes from './suggest.module.css';
import { type SetSuggestState, type Suggestion, type SuggestState, suggestState } from './types.ts';

/** What the past says foretells an outcome, as points that both sides can read, and sign or not. */
export function SuggestPage() {
  const [state, set] = useUrlState(suggestState);
  const input = {
    outcome: state.outcome,
    keep: state.keep ?? [],
    ...(state.value === undefined ? {} : { outcomeValue: state.value }),
    ...(state.from === undefined ? {} : { from: state.from }),
    ...(state.to === undefined ? {} : { to: state.to }),
  };
  const query = useQuery(api.language.suggest.queryOptions({ input, staleTime: 10 * 60_000, retry: false }));
  const found = query.data;
  return (
    <>
      <FirstLine
        title="Suggest a scoring model"
        sub={
          <>
            Learnt from your own leads, judged as they stood before anybody acted on them. A proposal: nothing
            changes until <Link to="/language">both sides sign</Link>.
          </>
        }
        actions={found?.model ? <MakeDraft suggestion={found} /> : null}
      >
        {found?.sentence ?? 'Which signals told the leads apart?'}
      </FirstLine>
      <Choices state={state} set={set} />
      <div aria-busy={query.isFetching}>
        <Refused error={query.error} onRetry={() => void query.refetch()} />
        {query.isPending ? <Working /> : null}
        {found ? <Found suggestion={found} state={state} set={set} /> : null}
      </div>
    </>
  );
}

/** A field of many values first needs to know which of them is the outcome: a question, not a fault. */
function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const inUse = fieldErrors(error).outcomeValue;
  if (error === null || inUse === undefined)
    return <ProblemNotice error={error} onRetry={onRetry} withFields />;
  return <EmptyState heading="Which value counts as the outcome?">Write it above; {inUse}.</EmptyState>;
}

function Working() {
  return (
    <p className={`panel ${classes.working}`} role="status">
      Putting each lead back to the day it had to be judged, asking some hundreds of questions of it, and
      learning on four fifths of the leads what to foretell of the last fifth, five times. This takes from
      seconds to a minute.
    </p>
  );
}

type FoundProps = { suggestion: Suggestion; state: SuggestState; set: SetSuggestState };

function Found({ suggestion, state, set }: FoundProps) {
  const { signals, leaks, notes } = suggestion;
  return (
    <div className={classes.page}>
      {signals.length === 0 ? (
        <EmptyState heading="Nothing stands out">
          No question about records or interactions tells these leads apart better than chance would. Take a
          longer period, or another outcome.
        </EmptyState>
      ) : (
        <SignalsTable suggestion={suggestion} />
      )}
      {leaks.length > 0 ? <Leaks leaks={leaks} state={state} set={set} /> : null}
      {signals.length > 0 ? <Calibration suggestion={suggestion} /> : null}
      {notes.length > 0 ? (
        <section className={`panel ${classes.card}`} aria-label="To keep in mind">
          <h2>To keep in mind</h2>
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
