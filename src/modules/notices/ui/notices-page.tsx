import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { useUrlState } from '../../../web/parts/use-url-state.ts';
import { useUnread } from './bell.tsx';
import { NoticeList } from './notice-list.tsx';
import classes from './notices.module.css';

const pageState = z.object({ shown: z.enum(['all', 'unread']).catch('all') });

/** All that one was told. */
export function NoticesPage() {
  const [{ shown }, set] = useUrlState(pageState);
  const unread = useUnread();
  return (
    <>
      <FirstLine
        title="Notices"
        sub={
          <>
            Each opens the thing it tells of. What you are told, and how, is{' '}
            <Link to="/settings/notices">yours to choose</Link>.
          </>
        }
      >
        {unread === 0
          ? 'You have read all you were told.'
          : unread === 1
            ? 'One notice waits to be read.'
            : `${unread} notices wait to be read.`}
      </FirstLine>
      <div className={classes.page}>
        <NoticeList shown={shown} onShown={(next) => set({ shown: next })} />
      </div>
    </>
  );
}
