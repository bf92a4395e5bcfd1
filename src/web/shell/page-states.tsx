import { Button, Loader } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';

/** A page or its data could not be loaded. */
export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter();
  const again = () => {
    reset?.();
    void router.invalidate();
  };
  return (
    <div style={{ maxWidth: 640, margin: '48px auto', padding: '0 16px' }}>
      <ProblemNotice error={error} onRetry={again} />
    </div>
  );
}

export function PageNotFound() {
  return (
    <div style={{ maxWidth: 640, margin: '48px auto', padding: '0 16px' }}>
      <EmptyState
        heading="There is no page at this address"
        action={
          <Button component={Link} to="/">
            Go to the start page
          </Button>
        }
      >
        The link may be old, or a letter is missing.
      </EmptyState>
    </div>
  );
}

export function PagePending() {
  return (
    <div
      role="status"
      aria-label="Loading"
      style={{ display: 'grid', placeItems: 'center', minHeight: '40vh' }}
    >
      <Loader size="sm" color="ink" aria-hidden />
    </div>
  );
}
