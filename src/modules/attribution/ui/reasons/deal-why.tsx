import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { useKeys } from '../../../../web/keys.ts';
import { useMay } from '../../../../web/session.ts';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { SideSection } from '../../../people/ui/side-section.tsx';
import { SaidEntry } from './evidence.tsx';
import classes from './reasons.module.css';
import { WhyDialog } from './why-dialog.tsx';

/** On the page of a closed deal: why it was won or lost, or the question. */
export function DealWhy({ deal }: { deal: { id: string; name: string; status: 'open' | 'won' | 'lost' } }) {
  const isClosed = deal.status !== 'open';
  const mayRead = useMay('results:read');
  const maySay = useMay('results:say') && isClosed;
  const [opened, dialog] = useDisclosure(false);
  const history = useQuery(
    api.results.reasons.history.queryOptions({
      input: { opportunityId: deal.id },
      enabled: isClosed && mayRead,
    }),
  );
  useKeys('Deal', [{ keys: 'y', label: 'Say why it was won or lost', run: dialog.open }], maySay);
  if (!isClosed || !history.data) return null;
  const stands = history.data.items.find(({ outcome }) => outcome === deal.status);
  return (
    <SideSection heading={`Why it was ${deal.status}`}>
      {stands ? (
        <ul className={classes.history}>
          <SaidEntry said={stands} stands />
        </ul>
      ) : (
        <p className={classes.words}>Nobody has said it yet.</p>
      )}
      <div className={classes.historyHead}>
        {maySay ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={dialog.open}
            rightSection={<ButtonKey keys="y" />}
          >
            {stands ? 'Say it anew' : 'Say why'}
          </Button>
        ) : null}
        {history.data.items.length > 1 ? (
          <Link to="/results/reasons" search={{ evidence: { deal: deal.id, name: deal.name } }}>
            All that was said
          </Link>
        ) : null}
      </div>
      <WhyDialog opportunityId={opened ? deal.id : undefined} onClose={dialog.close} />
    </SideSection>
  );
}
