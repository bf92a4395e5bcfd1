import type { MouseEvent } from 'react';
import { client } from '../../../web/api.ts';
import type { LiveNotice } from './live.ts';
import classes from './notices.module.css';

/** What has just been told, with its link. It stands outside of the router, so the link is an ordinary one. */
export function NoticeToast({ notice, onGo }: { notice: LiveNotice; onGo: () => void }) {
  const open = (event: MouseEvent) => {
    // Read by whoever opens it; that the mark fails changes nothing for them.
    client.notices.markRead({ noticeId: notice.id }).catch(() => undefined);
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onGo();
  };
  return (
    <>
      <a className={classes.toastTitle} href={notice.href} onClick={open}>
        {notice.title}
      </a>
      {notice.text === '' ? null : <span className={classes.toastText}>{notice.text}</span>}
    </>
  );
}
