import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, client } from '../../../../web/api.ts';
import { csvText, download } from '../../../../web/csv.ts';
import { type Column, DataTable } from '../../../../web/parts/data-table.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { When } from '../../../../web/parts/when.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { useStages } from '../../../people/ui/fields.ts';
import { PeopleTabs } from '../../../people/ui/people-tabs.tsx';
import { DefinedTerm } from '../terms/defined-term.tsx';
import type { ScoreList, ScoreRow } from './api-types.ts';
import { GradeMatrix } from './grade-matrix.tsx';
import classes from './standing.module.css';
import { pointsText } from './words.ts';

const pageState = z.object({
  model: z.string().optional().catch(undefined),
  grade: z.string().optional().catch(undefined),
});

const columns = (stages: readonly { key: string; name: string }[]): Column<ScoreRow>[] => [
  { id: 'name', heading: 'Name', width: 200, cell: (row) => row.contact.name },
  { id: 'grade', heading: 'Grade', width: 70, cell: (row) => <strong>{row.grade}</strong> },
  { id: 'points', heading: 'Points', width: 80, align: 'end', cell: (row) => pointsText(row.points) },
  { id: 'fit', heading: 'Fit', width: 70, align: 'end', cell: (row) => pointsText(row.fit) },
  {
    id: 'engagement',
    heading: 'Engagement',
    width: 100,
    align: 'end',
    cell: (row) => pointsText(row.engagement),
  },
  { id: 'account', heading: 'Company', cell: (row) => row.account?.name ?? '' },
  {
    id: 'stage',
    heading: 'Stage',
    width: 120,
    cell: (row) => stages.find((stage) => stage.key === row.stage)?.name ?? '',
  },
  { id: 'at', heading: 'Worked out', width: 130, cell: (row) => <When at={row.at} /> },
];

/** Open leads by what they score: the matrix of fit and engagement, and who stands in it. */
export function ScoresPage() {
  const [{ model, grade }, set] = useUrlState(pageState);
  const stages = useStages();
  const filters = { model, grade };
  const scores = useInfiniteQuery(
    api.language.listScores.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filters, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const first = scores.data?.pages[0];
  const picked = new Set((grade ?? '').split(',').filter((one) => one !== ''));
  const pick = (one: string) => {
    const next = new Set(picked);
    if (!next.delete(one)) next.add(one);
    set({ grade: next.size === 0 ? undefined : [...next].sort().join(',') });
  };
  return (
    <>
      <FirstLine
        title="Scores"
        sub={first ? <Basis list={first} /> : null}
        actions={<Export filters={filters} />}
      >
        {first ? <Sentence list={first} /> : 'Counting the leads.'}
      </FirstLine>
      <div className={classes.bar}>
        <PeopleTabs />
        <Models current={first?.model?.key} onPick={(key) => set({ model: key, grade: undefined })} />
      </div>
      {first?.model ? <GradeMatrix matrix={first.matrix} picked={picked} onPick={pick} /> : null}
      {picked.size > 0 ? (
        <FilterChips>
          <FilterChip
            label="Grade"
            value={[...picked].join(' or ')}
            onClear={() => set({ grade: undefined })}
          />
        </FilterChips>
      ) : null}
      <DataTable
        {...rowsOf(scores)}
        label="Open leads by score"
        columns={columns(stages)}
        rowKey={(row) => row.contact.id}
        rowHref={(row) => `/people/contacts/${row.contact.id}`}
        empty={<Nothing list={first} filtered={picked.size > 0} />}
      />
    </>
  );
}

function Sentence({ list }: { list: ScoreList }) {
  const of = (grades: readonly string[]) =>
    list.matrix.filter((field) => grades.includes(field.grade)).reduce((sum, field) => sum + field.leads, 0);
  const total = list.matrix.reduce((sum, field) => sum + field.leads, 0);
  const best = of(['A1', 'A2', 'B1']);
  const waste = of(['A4', 'B4']);
  if (!list.model) return <>No scoring model is in force, so nobody has a score.</>;
  if (total === 0) return <>No open lead has a score yet.</>;
  return (
    <>
      {best === 0 ? 'None' : formatCount(best)} of {formatCount(total)} open leads{' '}
      {best === 1 ? 'fits well and is engaged' : 'fit well and are engaged'} (A1, A2 and B1);{' '}
      {formatCount(waste)} fit well and have hardly been heard of (A4 and B4).
    </>
  );
}

function Basis({ list }: { list: ScoreList }) {
  if (!list.model) return null;
  return (
    <>
      By <DefinedTerm term={list.model.key}>{list.model.word}</DefinedTerm>, version{' '}
      {list.model.versionNumber}
      {list.model.unsigned ? ', which is not signed yet' : ''}. Moves as things happen and as time passes.
      {list.waiting > 0
        ? ` ${formatCount(list.waiting)} ${list.waiting === 1 ? 'lead is' : 'leads are'} still to be looked at again.`
        : ''}
    </>
  );
}

/** Which scoring model, where there are several. */
function Models({ current, onPick }: { current: string | undefined; onPick: (key: string) => void }) {
  const models = useQuery(api.language.listDefinitions.queryOptions({ input: { kind: 'scoring' } }));
  const inForce = (models.data?.items ?? []).filter((one) => one.inForce !== null);
  if (inForce.length < 2 || current === undefined) return null;
  return (
    <Segmented
      label="Scoring model"
      value={current}
      onChange={onPick}
      options={inForce.map(({ key, word }) => ({ value: key, label: word }))}
    />
  );
}

function Nothing({ list, filtered }: { list: ScoreList | undefined; filtered: boolean }) {
  if (filtered)
    return <EmptyState heading="Nobody stands there">Pick another field of the matrix.</EmptyState>;
  if (list && !list.model) {
    return (
      <EmptyState heading="No scoring model is in force">
        A scoring model says what gives points. Write one under Language and let both teams sign it.
      </EmptyState>
    );
  }
  return (
    <EmptyState heading="No scores yet">
      Scores come with the first people: import them, or send events from your website.
    </EmptyState>
  );
}

const pageRows = 200;
const mostRows = 10_000;

/** The list as a CSV file, up to a bound that is said. */
function Export({ filters }: { filters: { model?: string | undefined; grade?: string | undefined } }) {
  const run = useMutation({
    mutationFn: async () => {
      const items: ScoreRow[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null && items.length < mostRows) {
        const page: ScoreList = await client.language.listScores({
          ...filters,
          limit: pageRows,
          ...(cursor === undefined ? {} : { cursor }),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return { items, more: cursor !== null };
    },
    onSuccess: ({ items, more }) => {
      download('scores.csv', scoresCsv(items));
      const count = `${formatCount(items.length)} ${items.length === 1 ? 'lead' : 'leads'}`;
      notifications.show({
        message: more
          ? `The file holds the ${count} with most points; there are more. Pick grades to get the others.`
          : `The file holds all ${count} of the list.`,
        autoClose: more ? 12_000 : 5_000,
      });
    },
    onError: (error) => notifications.show({ color: 'late', message: asProblem(error).detail }),
  });
  return (
    <Button size="compact-sm" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
      Export CSV
    </Button>
  );
}

const scoresCsv = (items: readonly ScoreRow[]): string =>
  csvText([
    ['Name', 'Company', 'Grade', 'Points', 'Fit', 'Engagement', 'Stage', 'Worked out', 'Id'],
    ...items.map((row) => [
      row.contact.name,
      row.account?.name ?? '',
      row.grade,
      row.points,
      row.fit,
      row.engagement,
      row.stage ?? '',
      row.at,
      row.contact.id,
    ]),
  ]);
