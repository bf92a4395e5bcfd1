import { Button, Select, Stack, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { type Column, DataTable } from '../../../../web/parts/data-table.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { EvidenceDrawer, useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { FilterChip, FilterChips } from '../../../../web/parts/filter-chips.tsx';
import { rowsOf } from '../../../../web/parts/infinite-rows.ts';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { formatDate, When } from '../../../../web/parts/when.tsx';
import type { AuditLogEntry } from '../../contract.ts';
import { AuditEntryDetails } from './audit-entry.tsx';
import { actionWords, actorWords, recordWords, shownValue } from './audit-words.ts';
import { SettingsFrame } from './settings-frame.tsx';

const actorKinds = ['member', 'token', 'write_key', 'automation', 'system'] as const;
const pageState = z.object({
  record: z.string().optional().catch(undefined),
  by: z.enum(actorKinds).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
});

/** The first instant of a day in the reader's zone; `dayAfter` for the end of a span. */
function startOfDay(day: string | undefined, dayAfter = 0): string | undefined {
  if (day === undefined) return undefined;
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + dayAfter);
  return start.toISOString();
}

const columns: readonly Column<AuditLogEntry>[] = [
  { id: 'at', heading: 'When', width: 130, cell: (entry) => <When at={entry.at} /> },
  { id: 'who', heading: 'Who', width: 170, cell: (entry) => entry.actorName },
  { id: 'what', heading: 'What', width: 200, cell: (entry) => actionWords(entry.action) },
  {
    id: 'record',
    heading: 'Record',
    cell: (entry) => entry.recordLabel ?? recordWords[entry.recordType] ?? entry.recordType,
  },
  { id: 'changes', heading: 'From → to', cell: (entry) => changesInShort(entry) },
  { id: 'reason', heading: 'Why', cell: (entry) => entry.reason ?? '' },
];

function changesInShort(entry: AuditLogEntry): string {
  const fields = Object.entries(entry.changes);
  const [first] = fields;
  if (!first) return '';
  const [name, { from, to }] = first;
  const more = fields.length > 1 ? ` and ${fields.length - 1} more` : '';
  return `${name}: ${shownValue(from)} → ${shownValue(to)}${more}`;
}

/** Who changed what, when, from what to what. */
export function AuditPage() {
  const [state, set] = useUrlState(pageState);
  const show = useShowEvidence();
  const filter = {
    recordType: state.record,
    actorKind: state.by,
    from: startOfDay(state.from),
    to: startOfDay(state.to, 1),
  };
  const entries = useInfiniteQuery(
    api.workspace.audit.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, cursor, limit: 100 }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const rows = rowsOf(entries);
  const latest = rows.rows[0];
  return (
    <SettingsFrame
      title="Audit log"
      answer={
        latest ? (
          <>
            The latest change is <When at={latest.at} />: {actionWords(latest.action)} by {latest.actorName}.
          </>
        ) : (
          'Who changed what'
        )
      }
      sub="Every change of a record is kept, with who made it. Nothing here can be altered."
    >
      <Filters state={state} set={set} />
      <DataTable
        label="Changes"
        columns={columns}
        {...rows}
        rowKey={(entry) => entry.id}
        onOpen={(entry) => show(entry.id)}
        empty={
          <EmptyState heading="Nothing was changed">
            No change matches these filters. Take one off.
          </EmptyState>
        }
      />
      <EvidenceDrawer schema={z.uuid()} title={() => 'One change'}>
        {(id) => <AuditEntryDetails entry={rows.rows.find((entry) => entry.id === id)} />}
      </EvidenceDrawer>
    </SettingsFrame>
  );
}

type State = z.output<typeof pageState>;

// The sample company's loading is written as sample_load; its word stands twice in the list.
const recordChoices = Object.entries(recordWords)
  .filter(([value]) => value !== 'sample_company')
  .map(([value, label]) => ({ value, label }));

function Filters({ state, set }: { state: State; set: (changes: State) => void }) {
  const span = [
    state.from && `from ${formatDate(`${state.from}T12:00`)}`,
    state.to && `to ${formatDate(`${state.to}T12:00`)}`,
  ];
  return (
    <FilterChips>
      <FilterChip
        label="Record"
        value={state.record ? (recordWords[state.record] ?? state.record) : 'all'}
        {...(state.record ? { onClear: () => set({ record: undefined }) } : {})}
      >
        {(close) => (
          <Select
            label="Kind of record"
            data={recordChoices}
            value={state.record ?? null}
            comboboxProps={{ withinPortal: false }}
            onChange={(record) => {
              set({ record: record ?? undefined });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label="By"
        value={state.by ? actorWords[state.by] : 'all'}
        {...(state.by ? { onClear: () => set({ by: undefined }) } : {})}
      >
        {(close) => (
          <Select
            label="Changed by"
            data={Object.entries(actorWords).map(([value, label]) => ({ value, label }))}
            value={state.by ?? null}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => {
              set({ by: actorKinds.find((kind) => kind === value) });
              close();
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        label="Time"
        value={span.filter(Boolean).join(' ') || 'all'}
        {...(state.from || state.to ? { onClear: () => set({ from: undefined, to: undefined }) } : {})}
      >
        {(close) => <SpanForm state={state} set={set} close={close} />}
      </FilterChip>
    </FilterChips>
  );
}

function SpanForm({ state, set, close }: { state: State; set: (changes: State) => void; close: () => void }) {
  const [from, setFrom] = useState(state.from ?? '');
  const [to, setTo] = useState(state.to ?? '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set({ from: from || undefined, to: to || undefined });
        close();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="From"
          type="date"
          value={from}
          max={to || undefined}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label="To"
          type="date"
          value={to}
          min={from || undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" size="xs">
          Apply
        </Button>
      </Stack>
    </form>
  );
}
