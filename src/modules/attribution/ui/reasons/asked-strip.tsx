import { formatDate } from '../../../../web/parts/when.tsx';
import type { AskedDeal } from './api-types.ts';
import classes from './reasons.module.css';
import { useAsked } from './use-asked.ts';
import { amountWords, plural } from './words.ts';

/** Deals that wait for a word of the reader: one press each. Nothing where none do. */
export function AskedStrip({ onSay }: { onSay: (id: string) => void }) {
  const asked = useAsked();
  const deals = asked.data?.items ?? [];
  const waiting = asked.data?.waiting ?? 0;
  if (deals.length === 0) return null;
  return (
    <section className={`panel ${classes.asked}`} aria-labelledby="asked-heading">
      <h2 id="asked-heading">
        {plural(waiting, 'closed deal')} of yours {waiting === 1 ? 'waits' : 'wait'} for a word: why?{' '}
        <span className={classes.soft}>Ten seconds each.</span>
      </h2>
      <ul className={classes.askedDeals}>
        {deals.map((deal) => (
          <li key={deal.id}>
            <AskedButton deal={deal} onSay={onSay} />
          </li>
        ))}
        {waiting > deals.length ? <li className="mute">and {waiting - deals.length} more</li> : null}
      </ul>
    </section>
  );
}

function AskedButton({ deal, onSay }: { deal: AskedDeal; onSay: (id: string) => void }) {
  return (
    <button type="button" className={classes.askedDeal} onClick={() => onSay(deal.id)}>
      <b>{deal.account?.name ?? deal.name}</b>
      <span className={classes.askedAbout}>
        {[deal.outcome, formatDate(deal.closedAt), amountWords(deal)].filter((part) => part).join(', ')}
      </span>
    </button>
  );
}
