import { Button, TextInput } from '@mantine/core';
import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { EditorProps } from './body-editor.tsx';
import { problemAt, problemsUnder } from './problems.ts';
import { emptyRule, RuleField } from './rule-field.tsx';

type Tests = BodyOf<'test'>;

const mostTests = 12;

/** What a lead has to meet, test by test; all of them together say whether it is worth offering. */
export function TestsEditor({ body, onChange, problems, ...rest }: EditorProps<Tests>) {
  const { tests } = body;
  const change = (place: number, changes: Partial<Tests['tests'][number]>) =>
    onChange({ ...body, tests: tests.map((test, at) => (at === place ? { ...test, ...changes } : test)) });
  return (
    <section className={`panel ${classes.block}`} aria-labelledby="tests">
      <h2 id="tests">The tests, all of which a lead has to meet</h2>
      <ol className={classes.tests}>
        {tests.map((test, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a test has no name of its own but the one being typed.
          <li key={place}>
            <div className={classes.testHead}>
              <TextInput
                label={`Test ${place + 1}`}
                placeholder="the company is one we want"
                value={test.name}
                maxLength={120}
                disabled={rest.disabled}
                error={problemAt(problems, `tests.${place}.name`)}
                onChange={(event) => change(place, { name: event.currentTarget.value })}
              />
              {rest.disabled || tests.length === 1 ? null : (
                <Button
                  variant="default"
                  onClick={() => onChange({ ...body, tests: tests.filter((_, at) => at !== place) })}
                >
                  Remove<span className="sr-only"> {test.name || `test ${place + 1}`}</span>
                </Button>
              )}
            </div>
            <RuleField
              label={`Rule of ${test.name || `test ${place + 1}`}`}
              rule={test.rule}
              onChange={(rule) => change(place, { rule })}
              problems={problemsUnder(problems, `tests.${place}.rule`)}
              {...rest}
            />
          </li>
        ))}
      </ol>
      {rest.disabled || tests.length >= mostTests ? null : (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => onChange({ ...body, tests: [...tests, { name: '', rule: emptyRule() }] })}
        >
          Add a test
        </Button>
      )}
    </section>
  );
}
