import { Button } from '@mantine/core';
import { signOut } from '../../../web/shell/sign-out.ts';
import { Entrance } from './entrance.tsx';

/** Signed in, but a member of nothing (any more). */
export function NoWorkspacePage() {
  return (
    <Entrance
      title="You belong to no workspace"
      lead="Your account is there, but no workspace has you as a member. Ask an admin for an invitation link."
    >
      <Button variant="default" onClick={() => void signOut()}>
        Sign out
      </Button>
    </Entrance>
  );
}
