import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../../web/parts/empty-state.tsx';
import { useMay } from '../../../web/session.ts';

/** The workspace has no such record yet: where they come from. */
export function NothingYet({ what, onCreate }: { what: string; onCreate: () => void }) {
  const mayWrite = useMay('people:write');
  const mayImport = useMay('import:run');
  return (
    <EmptyState
      heading={`No ${what} yet`}
      action={
        <>
          {mayImport ? (
            <Button component={Link} to="/imports">
              Import files
            </Button>
          ) : null}
          {mayWrite ? (
            <Button variant="default" onClick={onCreate}>
              Add one by hand
            </Button>
          ) : null}
        </>
      }
    >
      They come with the files you import, with what the tracker sees, or one by one.
    </EmptyState>
  );
}
