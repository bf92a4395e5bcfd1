import type { ReactNode } from 'react';
import { usePageTitle } from '../../../web/parts/first-line.tsx';
import { BrandMark } from '../../../web/shell/brand.tsx';
import classes from './entrance.module.css';

type EntranceProps = { title: string; lead?: ReactNode; children: ReactNode; wide?: boolean };

/** The frame of the pages before the workspace: sign-in, set-up, invitation. */
export function Entrance({ title, lead, children, wide }: EntranceProps) {
  usePageTitle(title);
  return (
    <main className={classes.page} data-wide={wide || undefined}>
      <div className={classes.brand}>
        <BrandMark size={28} />
        Liaison
      </div>
      <h1 className={classes.title}>{title}</h1>
      {lead ? <p className={classes.lead}>{lead}</p> : null}
      {children}
    </main>
  );
}
