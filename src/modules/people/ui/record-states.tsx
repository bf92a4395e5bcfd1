import { Button, Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { hasCode } from '../../../web/problem.ts';

/** A record that is on its way. */
export function RecordWait({ title }: { title: string }) {
  return (
    <>
      <FirstLine title={title}>{title}</FirstLine>
      <div role="status" aria-label="Loading">
        <Loader size="sm" color="ink" />
      </div>
    </>
  );
}

/** A record that is not there, or could not be read. */
export function RecordProblem({
  error,
  onRetry,
  back,
}: {
  error: unknown;
  onRetry: () => void;
  back: string;
}) {
  const gone = hasCode(error, 'not_found') || hasCode(error, 'invalid_input');
  return (
    <>
      <FirstLine title="Not found">
        {gone ? 'There is no such record here.' : 'This record cannot be shown.'}
      </FirstLine>
      <ProblemNotice error={error} onRetry={gone ? undefined : onRetry} />
      <Button component={Link} to={back} variant="default" mt="md">
        Back to the list
      </Button>
    </>
  );
}
