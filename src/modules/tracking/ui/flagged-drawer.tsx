import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { type Column, DataTable } from '../../../web/parts/data-table.tsx';
import { EvidenceDrawer } from '../../../web/parts/evidence-drawer.tsx';
import { rowsOf } from '../../../web/parts/infinite-rows.ts';
import { When } from '../../../web/parts/when.tsx';
import type { Interaction } from '../../interactions/contract.ts';
import { flagReasonText } from '../settings/contract.ts';

const evidence = z.object({ reason: z.string() });

type Row = Pick<Interaction, 'id' | 'type' | 'subject' | 'url' | 'channel' | 'source'> & {
  occurredAt: string;
};

const columns: readonly Column<Row>[] = [
  { id: 'what', heading: 'What', cell: ({ subject, url, type }) => subject ?? url ?? type },
  { id: 'when', heading: 'When', cell: ({ occurredAt }) => <When at={occurredAt} />, width: 130 },
  { id: 'channel', heading: 'Channel', cell: ({ channel }) => channel ?? '–', width: 130 },
  { id: 'source', heading: 'Source', cell: ({ source }) => source, width: 100 },
];

/** The very interactions behind a reason's number. */
export function FlaggedDrawer() {
  return (
    <EvidenceDrawer schema={evidence} title={({ reason }) => `Not counted: ${flagReasonText(reason)}`}>
      {({ reason }) => <FlaggedList reason={reason} />}
    </EvidenceDrawer>
  );
}

function FlaggedList({ reason }: { reason: string }) {
  const list = useInfiniteQuery(
    api.interactions.listInteractions.infiniteOptions({
      input: (cursor: string | undefined) => ({ flagReason: reason, limit: 50, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  return (
    <DataTable
      label="Interactions that are not counted"
      columns={columns}
      rowKey={({ id }) => id}
      {...rowsOf(list)}
    />
  );
}
