import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EvidenceDrawer } from '../../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { formatCount, Money } from '../../../../web/parts/money.tsx';
import { formatExact, When } from '../../../../web/parts/when.tsx';
import { useWorkspace } from '../../../../web/session.ts';
import type { JourneyDeal, StalledLead, Waterfall, WaterfallPerson } from './api-types.ts';
import classes from './journeys.module.css';
import { dealsInput, type Evidence, evidenceShape, filterInput, type PageState } from './state.ts';
import { shortDays, toneOf } from './words.ts';

const pageSize = 50;

const byPage = {
  initialPageParam: undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  placeholderData: keepPreviousData,
} as const;

type Who = { name: string; account: { name: string } | null };
const who: Column<Who>[] = [
  { id: 'name', heading: 'Who', cell: (row) => row.name },
  { id: 'account', heading: 'Company', cell: (row) => row.account?.name ?? '–' },
];

/** How many touchpoints somebody or a deal had. */
const touches = {
  id: 'touchpoints',
  heading: 'Touches',
  cell: (row: { touchpoints: number }) => formatCount(row.touchpoints),
  width: 80,
  align: 'end',
} as const;

type Props = { state: PageState; waterfall: Waterfall | undefined };

/** What any number of the page is made of. */
export function JourneysEvidence({ state, waterfall }: Props) {
  return (
    <EvidenceDrawer schema={evidenceShape} title={(evidence) => titleOf(evidence, waterfall)}>
      {(evidence) =>
        evidence.show === 'people' ? (
          <People key={JSON.stringify(evidence)} state={state} evidence={evidence} waterfall={waterfall} />
        ) : evidence.show === 'leads' ? (
          <Leads key={JSON.stringify(evidence)} state={state} evidence={evidence} />
        ) : (
          <Deals key={JSON.stringify(evidence)} state={state} evidence={evidence} />
        )
      }
    </EvidenceDrawer>
  );
}

function titleOf(evidence: Evidence, waterfall: Waterfall | undefined): string {
  if (evidence.show !== 'people') return evidence.title;
  const steps = waterfall?.steps ?? [];
  const nth = steps.findIndex(({ key }) => key === evidence.step);
  const [step, next] = [steps[nth], steps[nth + 1]];
  const name = step?.name ?? evidence.step;
  const words = {
    reached: `People who got to ${name}`,
    goneOn: `Got to ${name} and went on`,
    stopped: `Got to ${name}, and not to ${next?.name ?? 'the next step'}`,
    timed: `From ${name} to ${next?.name ?? 'the next step'}, with both days known`,
    valued: `Primary contacts of won deals who got to ${name}`,
  }[evidence.state];
  const row = waterfall?.rows.find(({ key, isRest }) => key === evidence.row && !isRest);
  return row ? `${words}: ${row.label}` : words;
}

type PeopleProps = Props & { evidence: Extract<Evidence, { show: 'people' }> };

function People({ state, evidence, waterfall }: PeopleProps) {
  const { currency } = useWorkspace();
  const list = useInfiniteQuery(
    api.results.journeys.waterfallPeople.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...filterInput(state),
        basis: state.basis,
        step: evidence.step,
        state: evidence.state,
        ...(evidence.by ? { by: evidence.by } : {}),
        ...(evidence.row === undefined ? {} : { row: evidence.row }),
        limit: pageSize,
        cursor,
      }),
      ...byPage,
    }),
  );
  const columns: Column<WaterfallPerson>[] = [
    ...who,
    {
      id: 'came',
      heading: 'Came by',
      cell: (row) =>
        row.firstTouch === null ? (
          <span className="mute">no touchpoint</span>
        ) : (
          <span title={row.firstTouch.campaign ?? undefined}>
            {row.firstTouch.channel || row.firstTouch.type}
          </span>
        ),
      width: 120,
    },
    {
      id: 'at',
      heading: 'Got here',
      cell: (row) => {
        const at = row.steps.find(({ key }) => key === evidence.step)?.at ?? null;
        return at === null ? <span className="mute">went past</span> : <When at={at} style="date" />;
      },
      width: 110,
      align: 'end',
    },
    {
      id: 'days',
      heading: 'Then took',
      cell: (row) => (row.daysToNext === null ? '–' : shortDays(row.daysToNext)),
      width: 90,
      align: 'end',
    },
    { ...touches, optional: true },
    {
      id: 'deal',
      heading: 'Deal',
      cell: (row) =>
        row.deal === null ? (
          '–'
        ) : (
          <span title={`${row.deal.name}, ${row.deal.status}`}>
            <Money
              of={row.deal.minor === null ? null : { amountMinor: row.deal.minor, currency }}
              style="compact"
            />
          </span>
        ),
      width: 80,
      align: 'end',
    },
  ];
  return (
    <DataTable
      label={titleOf(evidence, waterfall)}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/people/contacts/${row.id}`}
      {...rowsOf(list)}
    />
  );
}

function Leads({ state, evidence }: { state: PageState; evidence: Extract<Evidence, { show: 'leads' }> }) {
  const { currency } = useWorkspace();
  const { show: _show, title, ...selection } = evidence;
  const list = useInfiniteQuery(
    api.results.journeys.stalledLeads.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...filterInput(state),
        ...selection,
        limit: pageSize,
        cursor,
      }),
      ...byPage,
    }),
  );
  const columns: Column<StalledLead>[] = [
    ...who,
    {
      id: 'days',
      heading: 'Here for',
      cell: (row) => (
        <span title={`since ${formatExact(row.since)}`} className={row.stalled ? 'sales' : undefined}>
          {shortDays(row.days)}
          {row.stalled ? ', stalled' : ''}
        </span>
      ),
      width: 120,
      align: 'end',
    },
    {
      id: 'last',
      heading: 'Last touch',
      cell: (row) =>
        row.lastTouchAt === null ? (
          <span className="mute">none known</span>
        ) : (
          <When at={row.lastTouchAt} style="date" />
        ),
      width: 110,
      align: 'end',
    },
    touches,
    {
      id: 'value',
      heading: 'Open',
      cell: (row) => (
        <Money of={row.openMinor === 0 ? null : { amountMinor: row.openMinor, currency }} style="compact" />
      ),
      width: 80,
      align: 'end',
    },
  ];
  return (
    <DataTable
      label={title}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/people/contacts/${row.id}`}
      {...rowsOf(list)}
    />
  );
}

const statusWords = { won: 'won', lost: 'lost', open: 'open' } as const;

function Deals({ state, evidence }: { state: PageState; evidence: Extract<Evidence, { show: 'deals' }> }) {
  const { currency } = useWorkspace();
  const { show: _show, title, ...selection } = evidence;
  const list = useInfiniteQuery(
    api.results.journeys.deals.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...dealsInput(state),
        by: state.by,
        ...selection,
        ...(selection.liftOf ? { landmarkDays: state.within } : {}),
        limit: pageSize,
        cursor,
      }),
      ...byPage,
    }),
  );
  const columns: Column<JourneyDeal>[] = [
    { id: 'name', heading: 'Deal', cell: (row) => row.name },
    {
      id: 'way',
      heading: 'Way',
      cell: (row) => (
        <span className={classes.way} title={wayWords(row)}>
          {row.steps.map((step, nth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the way.
            <span key={nth} className={classes.wayStep} data-tone={toneOf(step.kind)} />
          ))}
          <span className="sr-only">{wayWords(row)}</span>
        </span>
      ),
      width: 152,
    },
    {
      id: 'status',
      heading: 'State',
      cell: (row) => (row.status === 'open' ? row.stage : statusWords[row.status]),
      width: 110,
    },
    {
      id: 'when',
      heading: 'Closed',
      cell: (row) => (row.closedAt === null ? '–' : <When at={row.closedAt} style="date" />),
      width: 100,
      align: 'end',
    },
    touches,
    {
      id: 'value',
      heading: 'Value',
      cell: (row) => (
        <Money of={row.minor === null ? null : { amountMinor: row.minor, currency }} style="compact" />
      ),
      width: 92,
      align: 'end',
    },
  ];
  return (
    <DataTable
      label={title}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) =>
        row.account ? `/results/journeys/account/${row.account.id}` : `/people/deals/${row.id}`
      }
      {...rowsOf(list)}
    />
  );
}

const wayWords = (row: JourneyDeal): string =>
  `${row.steps.map(({ label, times }) => (times > 1 ? `${label} ×${times}` : label)).join(' → ')}${row.isCut ? ' → …' : ''}`;
