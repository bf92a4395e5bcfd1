import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, client } from '../../../../web/api.ts';
import { useMay } from '../../../../web/session.ts';
import { QuestionItem, WriteBox } from '../pages/questions.tsx';
import classes from './questions.module.css';

type AskAboutProps = {
  /** The number: the page it stands on and what it is made of; the same wherever it is shown again. */
  figureKey: string;
  /** What it is called, as it reads now. */
  label: () => string;
  /** Address of the page with the number opened. */
  href: string;
};

// More are read on the page of questions.
const mostShown = 20;

/** "What do you mean by that?" of any number: asked beside its evidence, and answered there. */
export function AskAbout({ figureKey, label, href }: AskAboutProps) {
  const [asking, setAsking] = useState(false);
  const mayRead = useMay('language:read');
  const mayAsk = useMay('language:ask');
  const asked = useQuery({
    ...api.language.listQuestions.queryOptions({ input: { figureKey, limit: mostShown } }),
    enabled: mayRead,
  });
  const items = asked.data?.items ?? [];
  if (!mayAsk && items.length === 0) return null;
  return (
    <section className={classes.about} aria-label="Questions about this number">
      {items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((question) => (
            <QuestionItem key={question.id} question={question} mayAnswer={mayAsk} />
          ))}
        </ul>
      ) : null}
      {mayAsk && !asking ? (
        <button type="button" className={classes.ask} onClick={() => setAsking(true)}>
          What do you mean by that?
        </button>
      ) : null}
      {asking ? (
        <WriteBox
          label="What do you mean by that?"
          action="Ask"
          send={(text) =>
            client.language.ask({
              figure: { key: figureKey, label: label().slice(0, 300) || 'A number', href },
              text,
            })
          }
          said="Asked. It stays open until the other side has answered."
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
}
