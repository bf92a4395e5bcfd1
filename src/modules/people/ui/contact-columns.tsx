import type { Column } from '../../../web/parts/data-table.tsx';
import { When } from '../../../web/parts/when.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { ContactRow, Stage } from './api-types.ts';
import { NamedCell, SinceCell, StageCell, TextCell } from './cells.tsx';

const text = (
  id: 'firstName' | 'lastName' | 'phone' | 'city' | 'country' | 'persona' | 'buyingRole' | 'channel',
  heading: string,
  term?: string,
): Column<ContactRow> => ({
  id,
  heading,
  ...(term ? { explained: (word: string) => <DefinedTerm term={term}>{word}</DefinedTerm> } : {}),
  width: 140,
  optional: true,
  cell: (row) => <TextCell value={row[id]} />,
});

export const contactName = (row: { name: string; email: string | null }): string =>
  row.name || row.email || 'No name';

/** The columns of a list of contacts, by the names their fields have in filters and exports. */
export function contactColumns(stages: readonly Stage[]): Column<ContactRow>[] {
  return [
    { id: 'name', heading: 'Name', width: 190, sortable: true, cell: contactName },
    { id: 'title', heading: 'Title', cell: (row) => <TextCell value={row.title} /> },
    {
      id: 'accountId',
      heading: 'Company',
      cell: (row) => <NamedCell of={row.account} to="/people/accounts" />,
    },
    {
      id: 'lifecycleStage',
      heading: 'Stage',
      explained: (heading) => <DefinedTerm term="lifecycle_stage">{heading}</DefinedTerm>,
      width: 112,
      cell: (row) => <StageCell row={row} stages={stages} />,
    },
    {
      id: 'lifecycleSince',
      heading: 'In stage since',
      width: 120,
      sortable: true,
      cell: (row) => <SinceCell row={row} stages={stages} />,
    },
    { id: 'ownerId', heading: 'Owner', width: 140, cell: (row) => <NamedCell of={row.owner} /> },
    {
      id: 'lastInteractionAt',
      heading: 'Last interaction',
      width: 128,
      sortable: true,
      cell: (row) => <When at={row.lastInteractionAt} />,
    },
    { id: 'email', heading: 'E-mail', cell: (row) => <TextCell value={row.email} /> },
    text('channel', 'Original channel'),
    {
      id: 'campaignId',
      heading: 'Original campaign',
      optional: true,
      cell: (row) => <NamedCell of={row.campaign} />,
    },
    text('firstName', 'First name'),
    text('lastName', 'Last name'),
    text('phone', 'Phone'),
    text('city', 'City'),
    text('country', 'Country'),
    text('persona', 'Persona', 'persona'),
    text('buyingRole', 'Buying role', 'buying_group'),
    {
      id: 'lifecycleStatus',
      heading: 'Status',
      width: 90,
      optional: true,
      cell: (row) => (row.lifecycleStatus === 'open' ? 'Open' : 'Left'),
    },
    {
      id: 'createdAt',
      heading: 'Created',
      width: 120,
      optional: true,
      sortable: true,
      cell: (row) => <When at={row.createdAt} style="date" />,
    },
    {
      id: 'updatedAt',
      heading: 'Changed',
      width: 120,
      optional: true,
      cell: (row) => <When at={row.updatedAt} />,
    },
  ];
}
