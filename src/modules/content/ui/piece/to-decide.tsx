import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import { useDecide } from '../coverage/use-decide.ts';
import { capital } from '../library/words.ts';
import classes from './piece.module.css';

const verbs = {
  repair: 'Repair',
  promote: 'Promote',
  retire: 'Retire',
  make: 'Make',
  keep: 'Keep as it is',
} as const;

const done = {
  repair: 'to be repaired',
  promote: 'recommended',
  retire: 'retired',
  make: 'asked for',
  keep: 'kept as it is',
} as const;

/** What the numbers suggest to do with the piece, decided with one press; and what was decided last. */
export function ToDecide({ assetId }: { assetId: string }) {
  const mayDecide = useMay('content:decide');
  const { decide } = useDecide();
  const suggestions = useQuery(api.content.decisions.list.queryOptions());
  const history = useQuery(api.content.decisions.history.queryOptions({ input: { assetId, limit: 1 } }));
  const waiting = suggestions.data?.items.filter(({ asset }) => asset?.id === assetId) ?? [];
  const last = history.data?.items.find(({ undoneAt }) => undoneAt === null);
  if (waiting.length === 0 && !last) return null;
  return (
    <section className={`panel ${classes.card} ${classes.decide}`} aria-label="To decide">
      {waiting.map((suggestion) => {
        const answer = (keep: boolean) =>
          decide.mutate({
            suggestion,
            keep,
            ...(suggestion.kind === 'retire' && !keep
              ? { useInsteadId: suggestion.useInstead?.id ?? null }
              : {}),
          });
        return (
          <div key={suggestion.key} className={classes.suggestion}>
            <p>
              <b className="shared">To decide together: {verbs[suggestion.kind].toLowerCase()} it?</b>{' '}
              {capital(suggestion.reason)}
              {suggestion.kind === 'retire' && suggestion.useInstead
                ? `; “${suggestion.useInstead.name}” would stand in for it`
                : ''}
              .
            </p>
            {mayDecide ? (
              <span className={classes.acts}>
                <Button
                  size="compact-sm"
                  color="shared"
                  loading={decide.isPending}
                  onClick={() => answer(false)}
                >
                  {verbs[suggestion.kind]}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={decide.isPending}
                  onClick={() => answer(true)}
                >
                  {verbs.keep}
                </Button>
              </span>
            ) : null}
          </div>
        );
      })}
      {last ? (
        <p className="mute">
          Decided: {done[last.kind]}, by {last.decidedBy} <When at={last.decidedAt} />
          {last.note ? `: ${last.note}` : ''}.
        </p>
      ) : null}
    </section>
  );
}
