import { Link } from '@tanstack/react-router';
import { csvHref } from '../../../../web/csv.ts';
import { type Column, DataTable } from '../../../../web/parts/data-table.tsx';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import type { SellerCapacity } from './api-types.ts';
import classes from './capacity.module.css';

const none = <span className="mute">–</span>;
const figure = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

const basisWords = {
  own: null,
  team: 'the team’s figure',
  promise: 'as the agreement allows',
} as const;

const columns: readonly Column<SellerCapacity>[] = [
  { id: 'name', heading: 'Seller', cell: ({ teammate }) => teammate.name, width: 170 },
  { id: 'open', heading: 'Holds', width: 170, cell: (seller) => <Load seller={seller} /> },
  {
    id: 'waiting',
    heading: 'Unanswered',
    align: 'end',
    width: 110,
    cell: ({ waiting }) => formatCount(waiting),
  },
  {
    id: 'answered',
    heading: 'Answered a week',
    align: 'end',
    width: 140,
    cell: ({ answeredPerWeek }) => figure.format(answeredPerWeek),
  },
  {
    id: 'days',
    heading: 'Working days a lead',
    align: 'end',
    width: 190,
    cell: ({ daysPerLead, basis }) =>
      daysPerLead === null ? (
        none
      ) : (
        <>
          {basis && basisWords[basis] ? <span className="mute">{basisWords[basis]} </span> : null}
          {figure.format(daysPerLead)}
        </>
      ),
  },
  {
    id: 'away',
    heading: 'Away next week',
    align: 'end',
    width: 130,
    cell: ({ awayNextWeek }) => (awayNextWeek === 0 ? none : formatShare(awayNextWeek)),
  },
  {
    id: 'next',
    heading: 'Can answer next week',
    align: 'end',
    width: 170,
    cell: ({ canAnswerNextWeek }) =>
      canAnswerNextWeek === null ? none : `≈ ${figure.format(canAnswerNextWeek)}`,
  },
];

/** How full somebody is, as a bar; more than they can hold is said and drawn strongly. */
function Load({ seller: { open, capacity } }: { seller: SellerCapacity }) {
  if (capacity === null) return <>{formatCount(open)}</>;
  const over = open > capacity;
  return (
    <span className={classes.load}>
      <span className={classes.loadBar} aria-hidden="true">
        <span
          data-over={over || undefined}
          style={{ width: `${Math.min(100, (100 * open) / Math.max(1, capacity))}%` }}
        />
      </span>
      <span>
        {formatCount(open)} of {formatCount(capacity)}
        {over ? <strong>, {formatCount(open - capacity)} over</strong> : null}
      </span>
    </span>
  );
}

/** Each seller's open hand-offs, capacity and pace; a row leads to what they hold. */
export function SellerTable({ sellers }: { sellers: readonly SellerCapacity[] }) {
  return (
    <DataTable
      label="Sellers"
      toolbar={
        <div className={classes.tableHead}>
          <h2>Who can take how many</h2>
          <Link to="/settings/routing" className={classes.quiet}>
            Capacity, absence and rules
          </Link>
        </div>
      }
      columns={columns}
      rows={sellers}
      rowKey={({ teammate }) => teammate.id}
      rowHref={({ teammate }) => `/handoffs?owner=${teammate.id}`}
      exportHref={csvHref(csvOf(sellers))}
      maxHeight="50vh"
    />
  );
}

function csvOf(sellers: readonly SellerCapacity[]) {
  return [
    [
      'seller',
      'open',
      'capacity',
      'unanswered',
      'answered_per_week',
      'working_days_per_lead',
      'basis',
      'away_next_week',
      'can_answer_next_week',
    ],
    ...sellers.map((one) => [
      one.teammate.name,
      one.open,
      one.capacity,
      one.waiting,
      one.answeredPerWeek,
      one.daysPerLead,
      one.basis,
      one.awayNextWeek,
      one.canAnswerNextWeek,
    ]),
  ];
}
