import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Sla, SlaRevenue } from '../../measures/contract.ts';
import classes from './sla.module.css';
import { figureWords } from './words.ts';

/** What became of the leads that sales took, beside those it did not. */
export function Revenue({ sla }: { sla: Sla }) {
  const { accepted, rejected } = sla.revenue;
  return (
    <section className={classes.card} aria-labelledby="sla-revenue">
      <h2 id="sla-revenue">
        <DefinedTerm term="won_revenue">Won revenue</DefinedTerm> of accepted against rejected
      </h2>
      <div className={classes.scroll}>
        <table className={classes.parts}>
          <thead>
            <tr>
              <th scope="col">Leads</th>
              <th scope="col">offered</th>
              <th scope="col">customers</th>
              <th scope="col">rate</th>
              <th scope="col">won</th>
            </tr>
          </thead>
          <tbody>
            <RevenueRow label="accepted" of="accepted_revenue" revenue={accepted} />
            <RevenueRow label="not accepted" of="rejected_revenue" revenue={rejected} />
          </tbody>
        </table>
      </div>
      <p className={classes.rule}>
        A deal counts once, under the latest offer of its primary contact before it was opened.
      </p>
    </section>
  );
}

type RevenueRowProps = { label: string; of: 'accepted_revenue' | 'rejected_revenue'; revenue: SlaRevenue };

function RevenueRow({ label, of, revenue }: RevenueRowProps) {
  const won = { of, state: 'kept' };
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <Figure evidence={{ of, state: 'all' }}>{formatCount(revenue.leads)}</Figure>
      </td>
      <td>
        <Figure evidence={won}>{formatCount(revenue.won)}</Figure>
      </td>
      <td>{figureWords(revenue.rate, 'percent')}</td>
      <td className={classes.money}>
        {revenue.value.length === 0
          ? '–'
          : revenue.value.map((money) => (
              <Figure key={money.currency} evidence={won}>
                {formatMoney(money)}
              </Figure>
            ))}
      </td>
    </tr>
  );
}

/** What each seller holds now, against what they may. */
export function Load({ sla }: { sla: Sla }) {
  const most = Math.max(1, ...sla.load.map(({ open, capacity }) => Math.max(open, capacity ?? 0)));
  const share = (count: number) => `${(100 * count) / most}%`;
  return (
    <section className={classes.card} aria-labelledby="sla-load">
      <h2 id="sla-load">Open now, against capacity</h2>
      {sla.load.length === 0 ? <p className="mute">Nobody holds a hand-off.</p> : null}
      <ul className={classes.load}>
        {sla.load.map(({ owner, open, late, capacity }) => {
          const where = { key: 'owner', value: owner?.id ?? '', label: owner?.name ?? 'in pools' };
          const isOver = capacity !== null && open > capacity;
          return (
            <li key={owner?.id ?? 'pool'}>
              <span className={classes.loadName}>{owner?.name ?? 'In pools, nobody’s yet'}</span>
              <span className={classes.loadBar} aria-hidden="true">
                <span className={classes.loadFill} style={{ width: share(open) }} />
                {capacity === null ? null : (
                  <span className={classes.mark} style={{ left: share(capacity) }} />
                )}
              </span>
              <span className={classes.loadText}>
                <Figure evidence={{ of: 'open', state: 'all', where }} label={`${where.label}: ${open} open`}>
                  {formatCount(open)}
                </Figure>
                {capacity === null ? '' : ` of ${formatCount(capacity)}`}
                {isOver ? <b> over</b> : null}
                {late > 0 ? (
                  <>
                    {' · '}
                    <Figure evidence={{ of: 'open', state: 'broken', where }}>
                      {formatCount(late)} late
                    </Figure>
                  </>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
