import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import classes from './notices.module.css';

const mostShown = 99;

/** How much one has not read; kept up to date by the live stream. */
export function useUnread(): number {
  const list = useQuery(api.notices.list.queryOptions({ input: { limit: 1 }, staleTime: 60_000 }));
  return list.data?.unread ?? 0;
}

/** Opens the notices; says how many are unread. */
export function Bell({ onOpen, opened }: { onOpen: () => void; opened: boolean }) {
  const unread = useUnread();
  return (
    <button
      type="button"
      className={classes.bell}
      aria-label={unread === 0 ? 'Notices' : `Notices, ${unread} unread`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={onOpen}
    >
      <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" aria-hidden="true">
        <path
          d="M9 2a4.6 4.6 0 0 0-4.6 4.6c0 3.6-1.4 4.7-1.9 5.4h13c-.5-.7-1.9-1.8-1.9-5.4A4.6 4.6 0 0 0 9 2Z"
          strokeWidth="1.4"
          strokeLinejoin="round"
        />
        <path d="M7.3 14.3a1.8 1.8 0 0 0 3.4 0" strokeWidth="1.4" strokeLinecap="round" />
      </svg>
      {unread > 0 ? (
        <span className={classes.unread} aria-hidden="true">
          {unread > mostShown ? `${mostShown}+` : unread}
        </span>
      ) : null}
    </button>
  );
}
