import { Link } from '@tanstack/react-router';
import { formatMoney } from '../../../web/parts/money.tsx';
import { useNow, When } from '../../../web/parts/when.tsx';
import classes from './gates.module.css';
import type { PersonRow } from './rows.ts';
import { timeLeft } from './words.ts';

type CardProps = {
  person: PersonRow;
  isLast: boolean;
  isArriving?: boolean;
  mayMove: boolean;
  onDrag: (person: PersonRow | null) => void;
  onMove: (person: PersonRow, to: string | null) => void;
};

/** Who waits, for which company, since when; what was last heard; whose they are; and what would let them on. */
export function Card({ person, isLast, isArriving = false, mayMove, onDrag, onMove }: CardProps) {
  const now = useNow();
  const href: string = `/people/contacts/${person.id}`;
  const time = person.since === null ? null : timeLeft({ since: person.since, dueAt: person.dueAt, now });
  return (
    <li
      className={classes.card}
      data-arriving={isArriving || undefined}
      data-late={time?.isLate || undefined}
      draggable={mayMove}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', person.name);
        onDrag(person);
      }}
      onDragEnd={() => onDrag(null)}
    >
      <div className={classes.who}>
        <Link
          to={href}
          data-card={person.id}
          draggable={false}
          aria-keyshortcuts={mayMove ? 'm' : undefined}
          onKeyDown={(event) => {
            if (event.key.toLowerCase() !== 'm' || !mayMove || event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            event.stopPropagation();
            onMove(person, null);
          }}
        >
          {person.name}
        </Link>
      </div>
      <div
        className={classes.company}
        title={[person.title, person.account?.name].filter(Boolean).join(' · ')}
      >
        {[person.title, person.account?.name].filter(Boolean).join(' · ') || 'no company'}
      </div>
      <dl className={classes.facts}>
        <dt>Heard</dt>
        <dd>
          {person.lastInteraction ? (
            <>
              <When at={person.lastInteraction.at} />
              {person.lastInteraction.type ? `, ${person.lastInteraction.type.replaceAll('_', ' ')}` : ''}
            </>
          ) : (
            'never'
          )}
        </dd>
        <dt>Owner</dt>
        <dd>{person.owner?.name ?? 'nobody'}</dd>
        {isLast || !person.opensNext ? null : (
          <>
            <dt>Next</dt>
            <dd title={`Opens the next gate: ${person.opensNext}`}>{person.opensNext}</dd>
          </>
        )}
        {person.value && person.value.amountMinor > 0 ? (
          <>
            <dt>Deals</dt>
            <dd>{formatMoney(person.value)}</dd>
          </>
        ) : null}
      </dl>
      <div className={classes.foot}>
        {time && !isArriving ? <span className={time.isLate ? 'late' : 'mute'}>{time.text}</span> : <span />}
        {mayMove ? (
          <button
            type="button"
            className={classes.move}
            onClick={() => onMove(person, null)}
            aria-label={`Move ${person.name}`}
          >
            Move
          </button>
        ) : null}
      </div>
    </li>
  );
}
