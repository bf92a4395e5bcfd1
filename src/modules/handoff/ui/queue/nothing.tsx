import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { HandoffPage } from '../parts/api-types.ts';
import { isNarrowed, type QueueState, type Whose } from './queue-state.ts';

type NothingProps = {
  state: QueueState;
  whose: Whose;
  counts: HandoffPage['counts'] | null;
  onChange: (changes: Partial<QueueState>) => void;
};

/** Nothing to do here: says why, and where something is. */
export function Nothing({ state, whose, counts, onChange }: NothingProps) {
  if (isNarrowed(state)) {
    const clear = () =>
      onChange({ owner: undefined, state: undefined, late: undefined, campaign: undefined });
    return (
      <EmptyState
        heading="None fits these filters"
        action={
          <Button variant="default" onClick={clear}>
            Take the filters off
          </Button>
        }
      >
        {state.late ? 'Nothing here is late, which is as it should be.' : 'Widen them to see more.'}
      </EmptyState>
    );
  }
  if (whose === 'mine' && (counts?.pool ?? 0) > 0) {
    return (
      <EmptyState
        heading="Nothing of yours waits"
        action={
          <Button color="sales" onClick={() => onChange({ whose: 'pool' })}>
            Look at the pool
          </Button>
        }
      >
        {formatCount(counts?.pool ?? 0)} in the pool can be taken by whoever is first.
      </EmptyState>
    );
  }
  return <NothingAtAll whose={whose} />;
}

const pageLink = (href: string, words: string): ReactNode => <Link to={href as string}>{words}</Link>;

function NothingAtAll({ whose }: { whose: Whose }) {
  const sla = useQuery(
    api.language.listDefinitions.queryOptions({ input: { kind: 'sla' }, staleTime: 60_000 }),
  );
  const found = sla.data?.items[0];
  const unsigned = found?.inForce === null || found?.inForce?.unsigned === true;
  return (
    <EmptyState
      heading={whose === 'mine' ? 'Nothing of yours waits' : 'Nothing waits for sales'}
      action={
        <>
          {pageLink('/language/sla', unsigned ? 'Sign the agreement' : 'Read the agreement')}
          {pageLink('/settings/routing', 'Who takes leads')}
          {pageLink('/people/contacts', 'Offer somebody by hand')}
        </>
      }
    >
      An offer arrives here by itself once a lead passes the gate to sales, and goes to whom the routing says.
      {unsigned ? ' The agreement is signed by nobody yet: times count, and nobody is held to them.' : ''}{' '}
      Marketing can offer anybody by hand from their page.
    </EmptyState>
  );
}
