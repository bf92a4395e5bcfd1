import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { useMe } from '../../../../web/session.ts';
import { namesInWords } from '../../../conversations/ui/words.ts';
import type { HandoffRequest } from '../parts/api-types.ts';
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
  if (open.length === 1) return <Items requests={open} />;
  return (
    <details className={classes.requests}>
      <summary>
        <strong>{open.length} requests wait for an answer</strong>{' '}
        <span className="mute">from {namesInWords([...new Set(open.map(({ askedBy }) => askedBy))])}</span>
      </summary>
      <Items requests={open} />
    </details>
  );
}

function Items({ requests }: { requests: readonly HandoffRequest[] }) {
  return (
    <ul className={classes.requestItems} data-one={requests.length === 1 || undefined} aria-label="Requests">
      {requests.map((request) => (
        <RequestItem key={request.id} request={request} />
      ))}
    </ul>
  );
}
