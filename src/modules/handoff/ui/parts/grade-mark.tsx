import classes from './grade-mark.module.css';

/** A lead's grade, as it was when they were offered. */
export function GradeMark({ grade }: { grade: string | null }) {
  if (grade === null) return null;
  return (
    <span className={classes.grade} data-letter={grade[0]}>
      <span className="sr-only">Grade </span>
      {grade}
    </span>
  );
}
