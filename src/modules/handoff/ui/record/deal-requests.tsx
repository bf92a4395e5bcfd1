import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useMay, useMe } from '../../../../web/session.ts';
import { SideSection } from '../../../people/ui/side-section.tsx';
import { type AskKind, askLabels, asksOf } from './asks.ts';
import { Requests } from './contact-handoffs.tsx';
import classes from './record.module.css';

const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.tsx')).AskDialog }));

/** What the sides ask of each other about a deal. */
export function DealRequests({ deal }: { deal: { id: string; name: string } }) {
  const mayAsk = useMay('handoffs:ask');
  const { role } = useMe();
  const [asking, setAsking] = useState<AskKind | null>(null);
  const asks = mayAsk ? asksOf(role, true) : [];
  return (
    <SideSection heading="Asked of the other side">
      <Requests of={{ opportunityId: deal.id }} />
      <div className={classes.buttons}>
        {asks.map((kind) => (
          <Button key={kind} size="xs" variant="default" onClick={() => setAsking(kind)}>
            {askLabels[kind]}
          </Button>
        ))}
      </div>
      <Suspense>
        {asking ? (
          <AskDialog
            kind={asking}
            of={{ opportunityId: deal.id }}
            name={deal.name}
            onClose={() => setAsking(null)}
          />
        ) : null}
      </Suspense>
    </SideSection>
  );
}
