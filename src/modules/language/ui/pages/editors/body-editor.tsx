import { Textarea, TextInput } from '@mantine/core';
import { AgreementEditor } from '../../sla/agreement-editor.tsx';
import type { Body } from '../api-types.ts';
import classes from '../draft.module.css';
import { PersonaEditor } from './persona-editor.tsx';
import { type Problems, problemAt } from './problems.ts';
import { ReasonsEditor } from './reasons-editor.tsx';
import { ScoringBlock } from './scoring-block.tsx';
import { StageEditor } from './stage-editor.tsx';
import { TestsEditor } from './tests-editor.tsx';

export type EditorProps<Of extends Body> = {
  body: Of;
  onChange: (body: Of) => void;
  definitionId: string | undefined;
  problems: Problems;
  disabled: boolean;
};

/** What every kind of text has, the word and its meaning, then what its kind adds. */
export function BodyEditor(props: EditorProps<Body>) {
  const { body, onChange, problems, disabled } = props;
  return (
    <>
      <section className={`panel ${classes.block}`} aria-labelledby="words">
        <h2 id="words">In words</h2>
        <TextInput
          label="The word"
          value={body.word}
          maxLength={60}
          disabled={disabled}
          error={problemAt(problems, 'word')}
          onChange={(event) => onChange({ ...body, word: event.currentTarget.value })}
        />
        <Textarea
          label="What it means"
          description="The first sentence is what people see wherever the word stands."
          value={body.meaning}
          maxLength={4_000}
          autosize
          minRows={2}
          disabled={disabled}
          error={problemAt(problems, 'meaning')}
          onChange={(event) => onChange({ ...body, meaning: event.currentTarget.value })}
        />
      </section>
      <Particulars {...props} />
    </>
  );
}

function Particulars(props: EditorProps<Body>) {
  const { body, ...rest } = props;
  switch (body.kind) {
    case 'term':
      return null;
    case 'reject_reasons':
      return <ReasonsEditor body={body} {...rest} />;
    case 'stage':
      return <StageEditor body={body} {...rest} />;
    case 'test':
      return <TestsEditor body={body} {...rest} />;
    case 'persona':
      return <PersonaEditor body={body} {...rest} />;
    case 'sla':
      return <AgreementEditor body={body} {...rest} />;
    case 'scoring':
      return <ScoringBlock body={body} {...rest} />;
  }
}
