import { Button } from '@mantine/core';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import type { Pool, Seller, Sellers } from './api-types.ts';
import classes from './routing.module.css';
import { daysInWords, stateOf } from './seller-words.ts';

type SellerListProps = {
  sellers: readonly Seller[];
  calendars: Sellers['calendars'];
  pools: readonly Pool[];
  mayChange: boolean;
  onOpen: (id: string) => void;
};

/** Everybody of sales: what they hold, their share of the turns, their hours, when they are away. */
export function SellerList({ sellers, calendars, pools, mayChange, onOpen }: SellerListProps) {
  const turns = sellers
    .filter(({ known, takesLeads }) => known && takesLeads)
    .reduce((sum, { weight }) => sum + weight, 0);
  return (
    <section className={classes.section} aria-labelledby="routing-sellers">
      <h2 id="routing-sellers">Who takes leads</h2>
      {sellers.length === 0 ? (
        <EmptyState heading="Nobody belongs to sales yet">
          Invite the people of sales as members, or add them where a record’s owner is chosen; then say here
          how many leads each of them takes.
        </EmptyState>
      ) : (
        <ul className={classes.rows}>
          {inOrder(sellers).map((seller) => (
            <SellerRow
              key={seller.teammate.id}
              seller={seller}
              share={turns === 0 ? 0 : seller.weight / turns}
              calendars={calendars}
              pools={pools}
              mayChange={mayChange}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Who takes leads first, then those of their own accounts alone, then nobody. */
function inOrder(sellers: readonly Seller[]): Seller[] {
  const place = ({ known, takesLeads }: Seller) => (takesLeads ? (known ? 0 : 1) : 2);
  return sellers.toSorted((one, other) => place(one) - place(other));
}

type RowProps = Omit<SellerListProps, 'sellers'> & { seller: Seller; share: number };

function SellerRow({ seller, share, calendars, pools, mayChange, onOpen }: RowProps) {
  const { teammate, known, takesLeads, isMe, absences } = seller;
  const { text, takes } = stateOf(seller);
  const calendar = calendars.find(({ key }) => key === seller.calendarKey) ?? calendars[0];
  const inPools = pools.filter(({ id }) => seller.poolIds.includes(id)).map(({ name }) => name);
  const coming = absences.filter(({ to }) => to !== seller.awayUntil).slice(0, 2);
  return (
    <li className={classes.seller}>
      <div>
        <strong>{teammate.name}</strong>
        {isMe ? <span className="mute"> · you</span> : null}
        <div className={takes ? 'sales' : 'mute'}>{text}</div>
      </div>
      <Load seller={seller} />
      <div className={classes.facts}>
        {known && takesLeads ? <span>{formatShare(share)} of the turns</span> : null}
        {inPools.length > 0 ? <span>in {inPools.join(', ')}</span> : null}
        {calendar && calendars.length > 1 ? <span title={calendar.hours}>{calendar.name}</span> : null}
        {coming.map((one) => (
          <span key={one.id}>
            away {daysInWords(one)}
            {one.reason ? ` (${one.reason})` : ''}
          </span>
        ))}
      </div>
      {mayChange ? (
        <Button
          size="xs"
          variant="default"
          onClick={() => onOpen(teammate.id)}
          aria-label={`Change how ${teammate.name} takes leads`}
        >
          Change
        </Button>
      ) : null}
    </li>
  );
}

function Load({ seller: { open, capacity } }: { seller: Seller }) {
  if (capacity === null)
    return (
      <div className={classes.load}>
        {formatCount(open)} <span className="mute">open, no limit</span>
      </div>
    );
  const over = open > capacity;
  return (
    <div className={classes.load}>
      <span className={classes.loadBar} aria-hidden="true">
        <span
          data-over={over || undefined}
          style={{ width: `${Math.min(100, (100 * open) / Math.max(1, capacity))}%` }}
        />
      </span>
      {formatCount(open)} <span className="mute">of {formatCount(capacity)}</span>
      {over ? <strong> {formatCount(open - capacity)} over</strong> : null}
    </div>
  );
}
