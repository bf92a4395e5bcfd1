import classes from './import.module.css';

const steps = ['File', 'Columns', 'Trial run', 'Import'] as const;

/** Where in an import the reader is. */
export function Steps({ at }: { at: (typeof steps)[number] }) {
  const here = steps.indexOf(at);
  return (
    <ol className={classes.steps} aria-label="Steps of an import">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === here ? 'step' : undefined}
          data-past={index < here || undefined}
        >
          {step}
        </li>
      ))}
    </ol>
  );
}
