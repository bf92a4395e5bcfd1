import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { EvidenceDrawer, useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { formatMoney } from '../../../../web/parts/money.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { Value, ValueLead } from './api-types.ts';
import { type LeadsShown, leadsShape, type PageState, valueInput } from './state.ts';
import classes from './value.module.css';
import { daysText, plural } from './words.ts';

const stateWords: Record<LeadsShown['state'], string> = {
  came: 'who came in',
  passed: 'who met all tests',
  judged: 'old enough to be judged',
  converted: 'who came to the stage in time',
  young: 'too young to be judged',
  cameThere: 'who stood there when they became known',
  notComparable: 'with nobody comparable',
  won: 'who were won',
};

/** The leads behind a number, and the comparable ones of the alternative. */
export function LeadsEvidence({ value, state }: { value: Value; state: PageState }) {
  const labelOf = (key: string) =>
    [value.marketing, ...(value.baseline.row ? [value.baseline.row] : []), ...value.rows].find(
      (row) => row.key === key,
    )?.label ?? key;
  return (
    <EvidenceDrawer
      schema={leadsShape}
      title={({ key, side, state: of }) =>
        side === 'baseline'
          ? `${value.baseline.name}: leads comparable to ${labelOf(key)}`
          : `${labelOf(key)}: leads ${stateWords[of]}`
      }
    >
      {(shown) => <LeadsBody key={JSON.stringify(shown)} shown={shown} state={state} value={value} />}
    </EvidenceDrawer>
  );
}

function columnsOf(value: Value, side: LeadsShown['side']): Column<ValueLead>[] {
  return [
    {
      id: 'contact',
      heading: 'Lead',
      cell: (lead) => (
        <>
          {lead.contact.name}
          {lead.account ? <span className="mute"> · {lead.account.name}</span> : null}
        </>
      ),
    },
    { id: 'came', heading: 'Came in', width: 104, cell: (lead) => formatDate(lead.cameAt) },
    {
      id: 'reached',
      heading: value.stage.name,
      width: 150,
      cell: (lead) =>
        lead.reachedAt === null ? (
          <span className="mute">{lead.isYoung ? 'too young yet' : 'not'}</span>
        ) : (
          `after ${daysText(lead.days)}`
        ),
    },
    {
      id: 'stratum',
      heading: 'Alike by',
      width: 300,
      cell: (lead) => <span title={lead.stratum}>{lead.stratum}</span>,
    },
    {
      id: 'against',
      heading: side === 'baseline' ? 'Stands for' : 'Held against',
      align: 'end',
      width: 104,
      cell: (lead) =>
        lead.heldAgainst === 0 ? <span className="mute">nobody</span> : plural(lead.heldAgainst, 'lead'),
    },
    {
      id: 'revenue',
      heading: 'Revenue',
      align: 'end',
      width: 90,
      cell: (lead) =>
        lead.revenueMinor === 0
          ? ''
          : formatMoney({ amountMinor: lead.revenueMinor, currency: value.currency }, 'round'),
    },
  ];
}

function LeadsBody({ shown, state, value }: { shown: LeadsShown; state: PageState; value: Value }) {
  const show = useShowEvidence();
  const query = useInfiniteQuery(
    api.results.value.leads.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...valueInput(state),
        ...shown,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const total = query.data?.pages[0]?.total;
  const words = [value.marketing, ...value.rows].find((row) => row.key === shown.key)?.comparison
    ?.verdictWords;
  return (
    <div className={classes.evidence}>
      {words ? <p>{words}</p> : null}
      {shown.key === 'baseline' || value.baseline.isRateAssumed || value.baseline.kind === 'none' ? null : (
        <Segmented
          label="Whose leads"
          value={shown.side}
          onChange={(side) => show({ ...shown, side, ...(side === 'baseline' ? { state: 'judged' } : {}) })}
          options={[
            { value: 'row', label: 'Its leads' },
            { value: 'baseline', label: 'Comparable ones' },
          ]}
        />
      )}
      <DataTable
        label="Leads"
        columns={columnsOf(value, shown.side)}
        rowKey={(lead) => lead.contact.id}
        rowHref={(lead) => `/people/contacts/${lead.contact.id}`}
        toolbar={<span className="mute">{total === undefined ? '' : plural(total, 'lead')}</span>}
        {...rowsOf(query)}
      />
    </div>
  );
}
