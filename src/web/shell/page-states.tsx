import { Button, Loader } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { usePageTitle } from '../parts/first-line.tsx';
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

/** No page of the workspace can be shown: who is signed in could not be found out. */
export function ShellError(props: { error: unknown; reset?: () => void }) {
  return (
    <main>
      <h1 className="sr-only">Liaison</h1>
      <PageError {...props} />
    </main>
  );
}

export function PageNotFound() {
  usePageTitle('Not found');
  return (
    <main style={{ maxWidth: 640, margin: '48px auto', padding: '0 16px', textAlign: 'center' }}>
      <h1 style={{ margin: 0, fontSize: 21, fontWeight: 600 }}>There is no page at this address</h1>
      <p className="mute">The link may be old, or a letter is missing.</p>
      <Button component={Link} to="/">
        Go to the start page
      </Button>
    </main>
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
