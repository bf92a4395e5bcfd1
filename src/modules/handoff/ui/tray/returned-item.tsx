import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { When } from '../../../../web/parts/when.tsx';
import { ButtonKey } from '../../../people/ui/button-key.tsx';
import { GradeMark } from '../parts/grade-mark.tsx';
import { itemWords } from '../parts/item-words.ts';
import { stateWords } from '../parts/state-words.ts';
import type { Returned } from './api-types.ts';
import classes from './tray.module.css';
import { backWords, saysMore } from './tray-words.ts';

type ItemProps = {
  row: Returned;
  active: boolean;
  mayOffer: boolean;
  onReach: () => void;
  onOffer: () => void;
  onRest: () => void;
};

/** One lead that came back: why, what would have made it acceptable, what to do. */
export function ReturnedItem({ row, active, mayOffer, onReach, onOffer, onRest }: ItemProps) {
  return (
    <li
      className={classes.item}
      data-active={active || undefined}
      onFocus={onReach}
      id={`returned-${row.id}`}
    >
      <div className={classes.itemHead}>
        <div>
          <Link to="/people/contacts/$id" params={{ id: row.contact.id }} className={classes.name}>
            {row.contact.name}
          </Link>{' '}
          <GradeMark grade={row.grade} />
          <div className={classes.facts}>
            {[
              row.contact.title,
              row.account?.name,
              row.campaign?.name,
              row.round > 1 ? `round ${row.round}` : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </div>
        <div className={classes.when}>
          <When at={row.cameBackAt} />
        </div>
      </div>
      <p className={classes.why}>
        <strong>{row.reasonName}</strong>
        {row.state === 'expired' ? null : <span className="mute"> · {backWords(row)}</span>}
        {saysMore(row) ? <> · “{row.reason}”</> : null}
      </p>
      {row.wouldAcceptIf ? (
        <p className={classes.wanted}>
          <span className={classes.wantedLabel}>Would have been accepted if</span> {row.wouldAcceptIf}
        </p>
      ) : null}
      {row.missingItems.length > 0 ? (
        <p className={classes.missing}>
          Missing in its packet: {row.missingItems.map((item) => itemWords[item]).join(', ')}.
        </p>
      ) : null}
      <div className={classes.itemFoot}>
        <Became row={row} />
        {mayOffer && row.followUp === 'open' ? (
          <div className={classes.actions}>
            <Button
              size="xs"
              color="marketing"
              onClick={onOffer}
              rightSection={active ? <ButtonKey keys="o" /> : undefined}
            >
              Mend and offer again
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={onRest}
              rightSection={active ? <ButtonKey keys="x" /> : undefined}
            >
              Let it rest
            </Button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

/** What became of it, or since when it waits. */
function Became({ row }: { row: Returned }) {
  if (row.next) {
    return (
      <span className="mute">
        Offered again <When at={row.next.offeredAt} />:{' '}
        <Link to="/handoffs" search={{ id: row.next.id }}>
          {nextWords(row.next.state)}
        </Link>
      </span>
    );
  }
  if (row.followUp === 'closed') {
    return (
      <span className="mute">
        Laid to rest{row.followedUpBy ? ` by ${row.followedUpBy}` : ''}
        {row.followUpReason ? `: ${row.followUpReason}` : ''}
      </span>
    );
  }
  if (row.recycleOn !== null) {
    return (
      <span className={row.isDue ? 'marketing' : 'mute'}>
        {row.isDue ? 'Its day has come: ' : 'To be offered again from '}
        <When at={row.recycleOn} style="date" />
      </span>
    );
  }
  return (
    <span className="mute">
      Offered <When at={row.offeredAt} style="date" />
    </span>
  );
}

const nextWords = (state: string): string =>
  (Object.entries(stateWords).find(([key]) => key === state)?.[1] ?? state).toLowerCase();
