import { Link } from '@tanstack/react-router';
import { formatDate } from '../../../../web/parts/when.tsx';
import { dateWords } from '../../../conversations/ui/words.ts';
import type { Handoff } from '../parts/api-types.ts';
import { stateWords } from '../parts/state-words.ts';
import classes from './packet.module.css';

/** Said where a hand-off is no longer what the queue is for, or stands still, or was here before. */
export function StateNotice({ handoff }: { handoff: Handoff }) {
  const closed = handoff.state !== 'offered' && handoff.state !== 'accepted';
  const deal: string = handoff.deal ? `/people/deals/${handoff.deal.id}` : '';
  if (closed) {
    return (
      <p className={classes.notice} role="status">
        <strong>{stateWords[handoff.state]}</strong>
        {handoff.decidedAt ? ` on ${formatDate(handoff.decidedAt)}` : ''}
        {handoff.decidedBy ? ` by ${handoff.decidedBy}` : ''}
        {handoff.reason ? `: ${handoff.reason}` : ''}
        {handoff.wouldAcceptIf ? `. Would have been taken if: ${handoff.wouldAcceptIf}` : ''}
        {handoff.recycleOn ? `, until ${dateWords(handoff.recycleOn)}` : ''}
        {handoff.deal ? (
          <>
            {' '}
            <Link to={deal}>{handoff.deal.name}</Link>
          </>
        ) : null}
        .
      </p>
    );
  }
  if (handoff.paused) {
    const why = handoff.events.findLast(({ what }) => what === 'paused');
    return (
      <p className={classes.notice} role="status">
        <strong>The clocks stand still</strong>
        {why ? `: ${why.text}` : ''}.
      </p>
    );
  }
  if (handoff.round > 1) {
    return (
      <p className={classes.notice}>
        <strong>Offered for the {ordinal(handoff.round)} time.</strong>{' '}
        {handoff.previousId ? (
          <Link to="/handoffs" search={{ id: handoff.previousId }}>
            What became of it before
          </Link>
        ) : null}
      </p>
    );
  }
  return null;
}

const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const ordinal = (round: number): string => words[round - 1] ?? `${round}th`;
