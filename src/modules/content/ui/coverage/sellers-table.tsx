import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { DataTable } from '../../../../web/parts/data-table.tsx';
import type { Column } from '../../../../web/parts/data-table-types.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import type { Usage } from './api-types.ts';
import classes from './coverage.module.css';
import { plural } from './words.ts';

type Seller = Usage['sellers'][number];

/** Who shares what with which effect: in the order of names, and only for those it concerns. */
export function SellersTable({ usage }: { usage: Usage }) {
  const { sellers, mayName } = usage;
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const shown = small ? columns.filter(({ id }) => onPhone.has(id)) : columns;
  if (sellers.length === 0)
    return (
      <p className="mute">
        Figures of single people are shown to themselves, liaisons and admins; here are those of all together.
      </p>
    );
  const [own] = sellers;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="sellers">
      <h2 id="sellers">
        {mayName ? 'By seller' : 'What you shared'}{' '}
        <span className={classes.about}>
          · {mayName ? 'in the order of names: this is no ranking' : 'only you, liaisons and admins see this'}
        </span>
      </h2>
      <DataTable
        label="Sellers"
        columns={mayName ? shown : shown.map((column) => (column.id === 'name' ? me : column))}
        rows={sellers}
        rowKey={({ teammate }) => teammate.id}
        maxHeight="none"
      />
      {sellers.length === 1 && own && own.neverUsed.length > 0 ? <NeverUsed seller={own} /> : null}
    </section>
  );
}

/** A card on a phone says what matters most. */
const onPhone = new Set(['name', 'shares', 'read', 'next', 'never']);

const end = { align: 'end' as const };

const me: Column<Seller> = { id: 'name', heading: 'Who', cell: () => 'You', width: 120 };

const columns: Column<Seller>[] = [
  {
    id: 'name',
    heading: 'Seller',
    cell: ({ teammate, isMe }) => (isMe ? `${teammate.name} (you)` : teammate.name),
  },
  { id: 'shares', heading: 'Shares', width: 85, ...end, cell: ({ shares }) => formatCount(shares) },
  { id: 'pieces', heading: 'Pieces', width: 85, ...end, cell: ({ pieces }) => formatCount(pieces) },
  { id: 'reached', heading: 'Reached', width: 95, ...end, cell: ({ reached }) => formatCount(reached) },
  { id: 'read', heading: 'Read', width: 80, ...end, cell: ({ read }) => formatCount(read) },
  { id: 'finished', heading: 'Finished', width: 95, ...end, cell: ({ finished }) => formatCount(finished) },
  { id: 'next', heading: 'Next step', width: 100, ...end, cell: ({ nextSteps }) => formatCount(nextSteps) },
  {
    id: 'never',
    heading: 'Never used, though it fits their leads',
    width: 300,
    cell: (seller) =>
      seller.neverUsedCount === 0 ? (
        <span className="mute">–</span>
      ) : (
        <>
          <Term interactive meaning={<NeverUsed seller={seller} />}>
            {plural(seller.neverUsedCount, 'piece')}
          </Term>
          <span className={classes.wideOnly}>, first {seller.neverUsed[0]?.name ?? ''}</span>
        </>
      ),
  },
];

function NeverUsed({ seller }: { seller: Seller }) {
  return (
    <div className={classes.under}>
      Never given by {seller.isMe ? 'you' : seller.teammate.name} in the past twelve months:
      <ul className={classes.plain}>
        {seller.neverUsed.map(({ id, name, leads }) => (
          <li key={id}>
            <Link to="/content/assets/$assetId" params={{ assetId: id }}>
              {name}
            </Link>{' '}
            <span className="mute">fits {plural(leads, 'open lead')}</span>
          </li>
        ))}
        {seller.neverUsedCount > seller.neverUsed.length ? (
          <li className="mute">and {seller.neverUsedCount - seller.neverUsed.length} more</li>
        ) : null}
      </ul>
    </div>
  );
}
