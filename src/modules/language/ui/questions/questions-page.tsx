import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import type { Question } from '../pages/api-types.ts';
import { QuestionItem } from '../pages/questions.tsx';
import classes from './questions.module.css';

const pageState = z.object({
  /** Which of them: all, those still open, those answered. */
  which: z.enum(['all', 'open', 'answered']).catch('all'),
  /** Key of the definition that was asked about. */
  about: z.string().max(63).catch(''),
});

const pageSize = 30;

/** Everything that was asked of words and numbers: what is open first, answered where it stands. */
export function QuestionsPage() {
  const [{ which, about }, set] = useUrlState(pageState);
  const definitions = useQuery(api.language.listDefinitions.queryOptions({ input: {}, staleTime: 60_000 }));
  const definition = definitions.data?.items.find((item) => item.key === about);
  const list = useInfiniteQuery({
    ...api.language.listQuestions.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: pageSize,
        ...(which === 'all' ? {} : { open: which === 'open' ? 'true' : 'false' }),
        ...(definition === undefined ? {} : { definitionId: definition.id }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.nextCursor ?? undefined,
    }),
    enabled: about === '' || definitions.data !== undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = list.data?.pages[0]?.open ?? null;
  return (
    <>
      <FirstLine
        title="Questions"
        sub="Asked of a word or a number, on whichever page it stood. A question of one side is settled by the other, and none is ever deleted."
      >
        {openWords(open, definition?.word ?? null)}
      </FirstLine>
      <FilterChips
        right={
          <Segmented
            label="Which questions"
            value={which}
            onChange={(next) => set({ which: next === 'all' ? undefined : next })}
            options={[
              { value: 'all', label: 'All' },
              { value: 'open', label: 'Open' },
              { value: 'answered', label: 'Answered' },
            ]}
          />
        }
      >
        {about === '' ? null : (
          <FilterChip
            label="About"
            value={definition?.word ?? about}
            onClear={() => set({ about: undefined })}
          />
        )}
      </FilterChips>
      <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      {list.data && items.length === 0 ? <Nothing filtered={which !== 'all' || about !== ''} /> : null}
      <Asked items={items} />
      {list.hasNextPage ? (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function openWords(open: number | null, word: string | null): string {
  const of = word === null ? '' : ` about ${word}`;
  if (open === null) return `What was asked${of}.`;
  if (open === 0) return `No question${of} is open.`;
  return open === 1
    ? `One question${of} waits for an answer.`
    : `${formatCount(open)} questions${of} wait for an answer.`;
}

function Asked({ items }: { items: readonly Question[] }) {
  const mayAnswer = useMay('language:ask');
  if (items.length === 0) return null;
  return (
    <ul className={classes.list}>
      {items.map((question) => (
        <li key={question.id} className={classes.item}>
          <div className={classes.of}>
            <About question={question} />
          </div>
          <ul className={classes.one}>
            <QuestionItem question={question} mayAnswer={mayAnswer} />
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** The word, or the number with the page it stands on. */
function About({ question }: { question: Question }) {
  const { definition, figure } = question;
  if (definition)
    return (
      <Link to="/language/$key" params={{ key: definition.key }}>
        {definition.word}
      </Link>
    );
  if (!figure) return null;
  const [pathname = '/', query = ''] = figure.href.split('?');
  return (
    <Link to={pathname} search={searchOf(query)}>
      {figure.label}
    </Link>
  );
}

/** What stands in an address, as the router keeps it: text, or a value written as JSON. */
function searchOf(query: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(query)].map(([key, text]): [string, unknown] => [key, parsedOr(text)]),
  );
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function Nothing({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState heading={filtered ? 'Nothing was asked that fits' : 'Nobody has asked yet'}>
      Press a word with a dashed line under it, or open a number, and ask “What do you mean by that?”. The
      question stands here, and beside the word, until the other side has answered.
    </EmptyState>
  );
}
