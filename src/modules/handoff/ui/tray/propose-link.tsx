import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../../../../web/session.ts';
import classes from './tray.module.css';

/** Into a draft of the definition, with the evidence as the words that will stand beside the proposal. */
export function ProposeLink({
  definitionKey,
  note,
  children,
}: {
  definitionKey: string;
  note: string;
  children: ReactNode;
}) {
  if (!useMay('language:write')) return null;
  return (
    <Link
      to="/language/$key/draft"
      params={{ key: definitionKey }}
      search={{ note }}
      className={classes.propose}
    >
      {children}
    </Link>
  );
}
