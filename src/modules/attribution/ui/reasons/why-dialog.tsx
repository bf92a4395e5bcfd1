import { Modal, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { phone } from '../../../../web/parts/breakpoints.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import type { AskedDeal } from './api-types.ts';
import classes from './why.module.css';
import { WhyForm } from './why-form.tsx';
import { amountWords } from './words.ts';

type WhyDialogProps = {
  /** The deal it is about; undefined: shut. */
  opportunityId: string | undefined;
  onClose: () => void;
  /** What the page knows of the deal already: then nobody waits for it. */
  known?: AskedDeal | undefined;
  /** Where another deal waits: saving may go on to it. */
  onNext?: (() => void) | undefined;
};

/** Why a deal was won or lost, said in ten seconds: a digit, perhaps a letter, Enter. */
export function WhyDialog({ opportunityId, known, onClose, onNext }: WhyDialogProps) {
  const small = useMediaQuery(phone, window.matchMedia(phone).matches, { getInitialValueInEffect: false });
  const deal = useQuery(
    api.people.opportunities.get.queryOptions({
      input: { opportunityId: opportunityId ?? '' },
      enabled: opportunityId !== undefined && known === undefined,
    }),
  );
  const loaded = deal.data?.id === opportunityId ? deal.data : undefined;
  const shown = known ? { ...known, status: known.outcome } : loaded;
  return (
    <Modal
      opened={opportunityId !== undefined}
      onClose={onClose}
      title={shown ? titleOf(shown) : 'Why?'}
      fullScreen={small}
      size={600}
      radius={small ? 0 : 'lg'}
      centered={false}
      yOffset="6vh"
      returnFocus
    >
      <ProblemNotice error={deal.error} onRetry={() => void deal.refetch()} />
      {shown ? (
        <>
          <p className={classes.about}>
            {[
              shown.account?.name,
              amountWords(shown),
              shown.closedAt ? `closed ${formatDate(shown.closedAt)}` : null,
              shown.owner ? `sold by ${shown.owner.name}` : null,
            ]
              .filter((part) => part)
              .join(' · ')}
          </p>
          {shown.status === 'open' ? (
            <p>
              It is still open. Say why once it is won or lost:{' '}
              <Link to="/people/deals/$id" params={{ id: shown.id }}>
                open the deal
              </Link>
              .
            </p>
          ) : (
            <WhyForm
              key={shown.id}
              opportunityId={shown.id}
              outcome={shown.status}
              onClose={onClose}
              onNext={onNext}
            />
          )}
        </>
      ) : deal.error ? null : (
        <Skeleton height={240} aria-label="Loading" />
      )}
    </Modal>
  );
}

const titleOf = ({ name, status }: { name: string; status: string }) =>
  status === 'open' ? name : `Why was “${name}” ${status}?`;
