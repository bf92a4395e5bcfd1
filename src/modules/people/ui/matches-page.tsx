import { Button, NumberInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { useKeys } from '../../../web/keys.ts';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { Figure, FirstLine } from '../../../web/parts/first-line.tsx';
import { KeyHints } from '../../../web/parts/kbd.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { When } from '../../../web/parts/when.tsx';
import { asProblem } from '../../../web/problem.ts';
import { useMay } from '../../../web/session.ts';
import type { AccountMatch } from '../matching/contract.ts';
import classes from './matches.module.css';
import { PeopleTabs } from './people-tabs.tsx';

const pageState = z.object({
  show: z.enum(['waiting', 'automatic', 'accepted', 'refused']).catch('waiting'),
});

const kinds = [
  ['waiting', 'To decide'],
  ['automatic', 'By itself'],
  ['accepted', 'Same'],
  ['refused', 'Not'],
] as const;

/** Which account a lead's company name means: what Liaison could not tell for sure, side by side. */
export function MatchesPage() {
  const [{ show }, set] = useUrlState(pageState);
  const counts = useQuery(api.people.matching.count.queryOptions());
  const matches = useInfiniteQuery(
    api.people.matching.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ status: show, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const items = matches.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <FirstLine
        title="Which company?"
        sub="A lead that names its company otherwise than the account is called would stand beside it, unseen by the account’s owner."
        actions={<LookAgain />}
      >
        <Sentence counts={counts.data} />
      </FirstLine>
      <div className={classes.bar}>
        <PeopleTabs />
        <Segmented
          label="Which matches"
          value={show}
          onChange={(value) => set({ show: value === 'waiting' ? undefined : value })}
          options={kinds.map(([value, label]) => ({
            value,
            label: `${label} ${formatCount(counts.data?.[value] ?? 0)}`,
          }))}
        />
      </div>
      <ProblemNotice error={matches.error ?? counts.error} onRetry={() => void matches.refetch()} />
      {matches.data && items.length === 0 ? <Nothing show={show} /> : null}
      {items.length > 0 ? <Matches items={items} /> : null}
      {matches.hasNextPage ? (
        <Button
          variant="default"
          loading={matches.isFetchingNextPage}
          onClick={() => void matches.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      <Thresholds />
    </>
  );
}

function Sentence({ counts }: { counts: Record<string, number> | undefined }) {
  if (!counts) return 'Which company?';
  const waiting = counts.waiting ?? 0;
  const automatic = counts.automatic ?? 0;
  const made =
    automatic === 0 ? null : (
      <>
        {' '}
        <Figure href="/people/matches?show=automatic">{formatCount(automatic)}</Figure>{' '}
        {automatic === 1 ? 'was' : 'were'} sure enough to match without asking.
      </>
    );
  if (waiting === 0) return <>No company’s name is in doubt.{made}</>;
  return (
    <>
      <Figure href="/people/matches">{formatCount(waiting)}</Figure>{' '}
      {waiting === 1
        ? 'company is known by its name alone and looks'
        : 'companies are known by their names alone and look'}{' '}
      like an account you have.{made}
    </>
  );
}

function Nothing({ show }: { show: AccountMatch['status'] }) {
  if (show !== 'waiting')
    return <EmptyState heading="None yet">What is decided is kept here, and can be changed.</EmptyState>;
  return (
    <EmptyState heading="Nothing to decide">
      When a lead comes in with a company’s name, Liaison compares it with the accounts: first by the address
      its people write from, then by how alike the names are. What it cannot tell for sure is asked here.
    </EmptyState>
  );
}

function useDecide() {
  const queries = useQueryClient();
  return useMutation(
    api.people.matching.decide.mutationOptions({
      onSuccess: async (match) => {
        await queries.invalidateQueries({ queryKey: api.people.key() });
        const message =
          match.status === 'accepted'
            ? `${match.account.name} is one with ${match.candidate.name} now.`
            : `${match.account.name} stays by itself.`;
        notifications.show({ message });
      },
      onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    }),
  );
}

function Matches({ items }: { items: readonly AccountMatch[] }) {
  const mayWrite = useMay('people:write');
  const decide = useDecide();
  const [at, setAt] = useState(0);
  const current = items[Math.min(at, items.length - 1)];
  const say = (decision: 'accepted' | 'refused') => {
    if (current && !decide.isPending) decide.mutate({ matchId: current.id, decision });
  };
  useKeys(
    'Which company?',
    [
      { keys: 'j', label: 'Next', run: () => setAt(Math.min(at + 1, items.length - 1)) },
      { keys: 'k', label: 'Before', run: () => setAt(Math.max(at - 1, 0)) },
      { keys: 'y', label: 'Same company', run: () => say('accepted') },
      { keys: 'x', label: 'Not the same', run: () => say('refused') },
    ],
    mayWrite,
  );
  return (
    <>
      <ul className={`panel ${classes.list}`}>
        {items.map((match, position) => (
          <Match
            key={match.id}
            match={match}
            isCurrent={mayWrite && position === Math.min(at, items.length - 1)}
            busy={decide.isPending && decide.variables.matchId === match.id}
            onDecide={mayWrite ? (decision) => decide.mutate({ matchId: match.id, decision }) : undefined}
          />
        ))}
      </ul>
      {mayWrite ? (
        <KeyHints
          hints={[
            ['j', 'next'],
            ['k', 'before'],
            ['y', 'same company'],
            ['x', 'not the same'],
          ]}
        />
      ) : null}
    </>
  );
}

type MatchProps = {
  match: AccountMatch;
  isCurrent: boolean;
  busy: boolean;
  onDecide: ((decision: 'accepted' | 'refused') => void) | undefined;
};

function Match({ match, isCurrent, busy, onDecide }: MatchProps) {
  const { account, candidate, status } = match;
  const isMerged = status === 'accepted' || status === 'automatic';
  return (
    <li className={classes.match} data-current={isCurrent || undefined}>
      <div className={classes.side}>
        <b>{isMerged ? account.name : <Link to={pathOf(account.id)}>{account.name}</Link>}</b>
        <span className="mute">
          {account.people.map((person) => person.name).join(', ') ||
            (isMerged ? 'its people went over' : 'nobody there')}
          {account.peopleCount > account.people.length
            ? ` and ${formatCount(account.peopleCount - account.people.length)} more`
            : ''}
        </span>
      </div>
      <div className={classes.why}>
        {match.evidence === 'domain' ? 'same address' : `${formatShare(match.score)} alike`}
      </div>
      <div className={classes.side}>
        <b>
          <Link to={pathOf(candidate.id)}>{candidate.name}</Link>
        </b>
        <span className="mute">
          {[
            candidate.domain,
            candidate.country,
            `${formatCount(candidate.peopleCount)} ${candidate.peopleCount === 1 ? 'person' : 'people'}`,
            candidate.owner ? `owned by ${candidate.owner}` : 'no owner',
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        {match.decidedAt ? (
          <span className="mute">
            {status} <When at={match.decidedAt} /> by {match.decidedBy}
          </span>
        ) : null}
      </div>
      {onDecide ? (
        <div className={classes.actions}>
          {status === 'waiting' || status === 'refused' ? (
            <Button size="xs" variant="default" loading={busy} onClick={() => onDecide('accepted')}>
              Same company
            </Button>
          ) : null}
          {status === 'refused' ? null : (
            <Button size="xs" variant="subtle" loading={busy} onClick={() => onDecide('refused')}>
              {isMerged ? 'Take apart' : 'Not the same'}
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}

const pathOf = (id: string): string => `/people/accounts/${id}`;

function LookAgain() {
  const queries = useQueryClient();
  const mayWrite = useMay('people:write');
  const refresh = useMutation(
    api.people.matching.refresh.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.people.key() }),
      onError: (error) => notifications.show({ message: asProblem(error).detail, color: 'late' }),
    }),
  );
  if (!mayWrite) return null;
  return (
    <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate(undefined)}>
      Look again
    </Button>
  );
}

const percent = 100;
const never = 1.01;

/** From which likeness names are matched without asking, and from which they are asked. */
function Thresholds() {
  const queries = useQueryClient();
  const mayChange = useMay('fields:write');
  const settings = useQuery(api.people.matching.getSettings.queryOptions());
  const change = useMutation(
    api.people.matching.setSettings.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.people.matching.key() });
        notifications.show({ message: 'Saved. All companies are looked at once more.' });
      },
    }),
  );
  const [draft, setDraft] = useState<{ automatic: number; review: number } | null>(null);
  if (!settings.data || !mayChange) return null;
  const saved = {
    automatic: Math.min(percent, Math.round(settings.data.automaticFrom * percent)),
    review: Math.round(settings.data.reviewFrom * percent),
  };
  const isNever = settings.data.automaticFrom > 1;
  const shown = draft ?? saved;
  const save = (automaticFrom: number) =>
    change.mutate({ automaticFrom, reviewFrom: shown.review / percent }, { onSuccess: () => setDraft(null) });
  return (
    <section className={`panel ${classes.thresholds}`} aria-label="How alike names must be">
      <h2>How alike two names must be</h2>
      <p className="mute">
        Case, accents, punctuation and legal form (GmbH, Inc, Ltd) do not count. A shared address domain
        always matches.
      </p>
      <div className={classes.row}>
        <NumberInput
          label="Ask from"
          suffix=" %"
          min={50}
          max={percent}
          value={shown.review}
          onChange={(value) => setDraft({ ...shown, review: Number(value) })}
        />
        <NumberInput
          label="Match without asking from"
          suffix=" %"
          min={50}
          max={percent}
          disabled={isNever}
          value={shown.automatic}
          onChange={(value) => setDraft({ ...shown, automatic: Number(value) })}
        />
        <Button
          variant="default"
          disabled={draft === null}
          loading={change.isPending}
          onClick={() => save(isNever ? never : shown.automatic / percent)}
        >
          Save
        </Button>
        <Button variant="subtle" onClick={() => save(isNever ? 0.95 : never)}>
          {isNever ? 'Match sure ones again' : 'Always ask'}
        </Button>
      </div>
      <ProblemNotice error={change.error} />
    </section>
  );
}
