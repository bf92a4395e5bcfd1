import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '../../../web/api.ts';
import { useMe } from '../../../web/session.ts';
import { connectNotices, type LiveNotice } from './live.ts';
import { NoticeToast } from './notice-toast.tsx';

const toastMs = 12_000;
/** More at once would cover the page; the bell counts them all. */
const mostToasts = 3;
/** Who reads now stands in the shell as long as they read. */
const shownByItself = 'reading';

/** Keeps the bell and the lists up to date while the shell is open, and shows what is urgent where it is looked at. */
export function useNoticesLive(): void {
  const { actor, workspace } = useMe();
  const cache = useQueryClient();
  const { history } = useRouter();
  const whose = `${workspace?.id ?? ''}:${actor.name}`;
  useEffect(
    () =>
      connectNotices({
        whose,
        onNews: ({ news }) => {
          void cache.invalidateQueries({ queryKey: api.notices.list.key() });
          const urgent = news
            .filter(({ urgency, kind }) => urgency === 'now' && kind !== shownByItself)
            .slice(-mostToasts);
          if (document.hidden || urgent.length === 0) return;
          void showToasts(urgent, (href) => history.push(href));
        },
      }),
    [whose, cache, history],
  );
}

async function showToasts(notices: readonly LiveNotice[], go: (href: string) => void): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  for (const notice of notices) {
    notifications.show({
      id: notice.id,
      color: notice.kind === 'overdue' ? 'late' : 'ink',
      autoClose: toastMs,
      message: (
        <NoticeToast
          notice={notice}
          onGo={() => {
            notifications.hide(notice.id);
            go(notice.href);
          }}
        />
      ),
    });
  }
}
