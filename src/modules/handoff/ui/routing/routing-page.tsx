import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { api } from '../../../../web/api.ts';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay } from '../../../../web/session.ts';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import type { Seller } from './api-types.ts';
import { PoolList } from './pool-list.tsx';
import classes from './routing.module.css';
import { RuleList } from './rule-list.tsx';
import { SellerDialog } from './seller-dialog.tsx';
import { SellerList } from './seller-list.tsx';
import { TryOut } from './try-out.tsx';

const pageState = z.object({
  /** The seller, rule or pool that is being changed; `new`: one that is being made. */
  seller: z.string().max(40).optional().catch(undefined),
  rule: z.string().max(40).optional().catch(undefined),
  pool: z.string().max(40).optional().catch(undefined),
  lead: z.uuid().optional().catch(undefined),
});

/** To whom leads go: who takes them, how many and when, by which rules. */
export function RoutingPage() {
  const [state, set] = useUrlState(pageState);
  const mayChange = useMay('routing:write');
  const sellers = useQuery(api.handoff.routing.listSellers.queryOptions());
  const pools = useQuery(api.handoff.routing.listPools.queryOptions());
  const rules = useQuery(api.handoff.routing.listRules.queryOptions());
  const error = sellers.error ?? pools.error ?? rules.error;
  const items = sellers.data?.items ?? [];
  const poolItems = pools.data?.items ?? [];
  const chosen = items.find(({ teammate }) => teammate.id === state.seller);
  return (
    <SettingsFrame
      title="Routing"
      answer={sellers.data ? <Answer sellers={items} /> : 'To whom leads go'}
      sub={
        <>
          A lead goes to its account’s owner, else as the first rule that holds says, else by turns to whoever
          has room; where nobody has, it waits in a pool.{' '}
          <Link to="/handoffs/capacity">Whether that is enough</Link>
        </>
      }
    >
      <ProblemNotice
        error={error}
        onRetry={() => void Promise.all([sellers, pools, rules].map((one) => one.refetch()))}
      />
      {sellers.data ? (
        <SellerList
          sellers={items}
          calendars={sellers.data.calendars}
          pools={poolItems}
          mayChange={mayChange}
          onOpen={(id) => set({ seller: id })}
        />
      ) : null}
      {rules.data ? (
        <RuleList
          rules={rules.data}
          sellers={items}
          pools={poolItems}
          mayChange={mayChange}
          open={state.rule}
          onOpen={(id) => set({ rule: id })}
        />
      ) : null}
      <TryOut leadId={state.lead} onLead={(id) => set({ lead: id })} />
      {pools.data ? (
        <PoolList
          pools={poolItems}
          sellers={items}
          mayChange={mayChange}
          open={state.pool}
          onOpen={(id) => set({ pool: id })}
        />
      ) : null}
      {mayChange ? null : (
        <p className={`mute ${classes.foot}`}>Sales, the liaison and admins change who gets which lead.</p>
      )}
      {chosen && sellers.data && mayChange ? (
        <SellerDialog
          key={chosen.teammate.id}
          seller={chosen}
          calendars={sellers.data.calendars}
          pools={poolItems}
          onClose={() => set({ seller: undefined })}
        />
      ) : null}
    </SettingsFrame>
  );
}

function Answer({ sellers }: { sellers: readonly Seller[] }) {
  const taking = sellers.filter(({ known, takesLeads }) => known && takesLeads);
  if (taking.length === 0)
    return (
      <>Nobody takes leads by turns yet: they go to their accounts’ owners, the others wait to be claimed.</>
    );
  const places = taking.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);
  const open = taking.reduce((sum, seller) => sum + seller.open, 0);
  const unlimited = taking.some(({ capacity }) => capacity === null);
  const away = taking.filter(({ awayUntil }) => awayUntil !== null);
  const full = taking.filter(({ capacity, open: held }) => capacity !== null && held >= capacity);
  return (
    <>
      {formatCount(taking.length)} {taking.length === 1 ? 'person takes' : 'people take'} leads and{' '}
      {taking.length === 1 ? 'holds' : 'hold'} <span className="sales">{formatCount(open)}</span>
      {unlimited ? '' : <> of {formatCount(places)}</>}
      {said(away, 'away')}
      {said(full, 'full')}.
    </>
  );
}

const mostNamed = 2;

function said(sellers: readonly Seller[], word: string): string {
  if (sellers.length === 0) return '';
  if (sellers.length > mostNamed) return `; ${sellers.length} are ${word}`;
  const names = sellers.map(({ teammate }) => teammate.name).join(' and ');
  return `; ${names} ${sellers.length === 1 ? 'is' : 'are'} ${word}`;
}
