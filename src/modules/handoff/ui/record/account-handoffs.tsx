import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { SideSection } from '../../../people/ui/side-section.tsx';
import { DueText } from '../parts/due-text.tsx';
import { GradeMark } from '../parts/grade-mark.tsx';
import { stateWords } from '../parts/state-words.ts';
import classes from './record.module.css';

const shownRows = 8;

/** A company's people between marketing and sales: those that are open, then what became of the latest. */
export function AccountHandoffs({ accountId }: { accountId: string }) {
  const list = useQuery(
    api.handoff.handoffs.list.queryOptions({ input: { view: 'all', accountId, limit: shownRows } }),
  );
  const rows = list.data?.items ?? [];
  if (list.error) {
    return (
      <SideSection heading="Hand-offs">
        <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
      </SideSection>
    );
  }
  if (rows.length === 0) return null;
  const open = rows.filter(({ state }) => state === 'offered' || state === 'accepted');
  const others = rows.filter((row) => !open.includes(row));
  return (
    <SideSection heading={open.length > 0 ? `Hand-offs: ${open.length} open` : 'Hand-offs'}>
      <ul className={classes.rounds}>
        {[...open, ...others].map((row) => (
          <li key={row.id}>
            <span className={classes.spread}>
              <Link to="/handoffs" search={{ id: row.id, whose: 'everybody' }}>
                {row.contact.name}
              </Link>
              <GradeMark grade={row.grade} />
            </span>
            <span className="mute">
              {stateWords[row.state].toLowerCase()}
              {row.owner ? (row.state === 'offered' ? ` to ${row.owner.name}` : `, ${row.owner.name}`) : ''}
              {open.includes(row) ? (
                <>
                  , <DueText row={row} />
                </>
              ) : row.reason ? (
                `: ${row.reason}`
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </SideSection>
  );
}
