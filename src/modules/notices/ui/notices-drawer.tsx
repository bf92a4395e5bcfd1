import { Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { NoticeList, type Shown } from './notice-list.tsx';
import classes from './notices.module.css';

/** The notices over whatever page is open. */
export function NoticesDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [shown, setShown] = useState<Shown>('all');
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={440} title="Notices">
      <NoticeList shown={shown} onShown={setShown} onGo={onClose} />
      <p className={classes.foot}>
        <Link to="/notices" onClick={onClose}>
          All on a page
        </Link>
        <Link to="/settings/notices" onClick={onClose}>
          Choose what you are told
        </Link>
      </p>
    </Drawer>
  );
}
