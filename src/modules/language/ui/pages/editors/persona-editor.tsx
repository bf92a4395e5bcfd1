import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { EditorProps } from './body-editor.tsx';
import { problemsUnder } from './problems.ts';
import { RuleField } from './rule-field.tsx';

/** Who is one of this kind of buyer. */
export function PersonaEditor({ body, onChange, problems, ...rest }: EditorProps<BodyOf<'persona'>>) {
  return (
    <section className={`panel ${classes.block}`} aria-labelledby="persona">
      <h2 id="persona">Who is one</h2>
      <RuleField
        label="Who is one"
        rule={body.rule}
        onChange={(rule) => onChange({ ...body, rule })}
        problems={problemsUnder(problems, 'rule')}
        {...rest}
      />
    </section>
  );
}
