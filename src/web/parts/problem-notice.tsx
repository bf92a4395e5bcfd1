import { Button } from '@mantine/core';
import { asProblem } from '../problem.ts';
import classes from './parts.module.css';

type ProblemNoticeProps = {
  /** Anything thrown; nothing is shown for null and undefined. */
  error: unknown;
  onRetry?: () => void;
  /** Shows the inputs at fault by name; leave off where a form shows them at its fields. */
  withFields?: boolean;
};

/** An error in words: what is wrong, what to do. */
export function ProblemNotice({ error, onRetry, withFields }: ProblemNoticeProps) {
  if (error === null || error === undefined) return null;
  const problem = asProblem(error);
  return (
    <div role="alert" className={classes.problem}>
      <strong>{problem.title}</strong>
      <p>{problem.detail}</p>
      {withFields && problem.fields ? (
        <ul>
          {problem.fields.map((field) => (
            <li key={field.path}>
              {field.path}: {field.message}
            </li>
          ))}
        </ul>
      ) : null}
      {onRetry ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
