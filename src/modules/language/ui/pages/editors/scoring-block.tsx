import { ScoringEditor } from '../../rules/scoring-editor.tsx';
import type { BodyOf } from '../api-types.ts';
import classes from '../draft.module.css';
import type { EditorProps } from './body-editor.tsx';
import { problemsUnder } from './problems.ts';

/** How many points for what, and which grade they make. */
export function ScoringBlock({ body, onChange, problems, disabled }: EditorProps<BodyOf<'scoring'>>) {
  return (
    <section className={`panel ${classes.block}`} aria-labelledby="points">
      <h2 id="points">Points</h2>
      <ScoringEditor
        value={body.model}
        onChange={(model) => onChange({ ...body, model })}
        readOnly={disabled}
        problems={problemsUnder(problems, 'model')}
      />
    </section>
  );
}
