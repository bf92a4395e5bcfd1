import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useMe } from '../../../../web/session.ts';
import { RequestItem } from '../record/request-item.tsx';
import classes from './queue.module.css';

const shownRequests = 20;

/** What the other side asked of this one and waits for; answered where it stands. */
export function RequestsStrip() {
  const { role } = useMe();
  const fromSide = role === 'sales' ? 'marketing' : role === 'marketing' ? 'sales' : undefined;
  const requests = useQuery(
    api.handoff.requests.list.queryOptions({
      input: { state: 'open', limit: shownRequests, ...(fromSide ? { fromSide } : {}) },
    }),
  );
  const open = requests.data?.items ?? [];
  if (open.length === 0) return null;
  const [first] = open;
  return (
    <details className={classes.requests} open={open.length <= 1}>
      <summary>
        <strong>{open.length === 1 ? 'One request waits' : `${open.length} requests wait`}</strong>{' '}
        <span className="mute">{open.length > 1 ? `the latest from ${first?.askedBy ?? ''}` : ''}</span>
      </summary>
      <ul>
        {open.map((request) => (
          <RequestItem key={request.id} request={request} />
        ))}
      </ul>
    </details>
  );
}
