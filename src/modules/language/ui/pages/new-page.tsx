import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { api, client } from '../../../../web/api.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { FirstLine } from '../../../../web/parts/first-line.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useUrlState } from '../../../../web/parts/use-url-state.ts';
import { useMay, useWorkspace } from '../../../../web/session.ts';
import type { Body } from './api-types.ts';
import classes from './draft.module.css';
import { BodyEditor } from './editors/body-editor.tsx';
import { missingIn, problemsOf } from './editors/problems.ts';
import { newKinds, startBody } from './start-bodies.ts';
import { useRefreshLanguage } from './use-language.ts';
import { useLeaveGuard } from './use-leave-guard.ts';
import { capital, kindWords } from './words.ts';

const pageState = z.object({ kind: z.enum(['', ...newKinds]).catch(''), word: z.string().catch('') });

/** Defining a word that has no meaning yet: first what kind of word, then its first draft. */
export function NewDefinitionPage() {
  const mayWrite = useMay('language:write');
  const [{ kind, word }, set] = useUrlState(pageState);
  const rules = useQuery(api.language.listRuleFields.queryOptions());
  const agreements = useQuery(api.language.listDefinitions.queryOptions({ input: { kind: 'sla' } }));
  const { timeZone } = useWorkspace();
  const hasAgreement = agreements.data?.items.length !== 0;
  return (
    <>
      <FirstLine
        title="New word"
        sub={
          <>
            It begins as a draft that binds nobody. <Link to="/language">Back to all words</Link>
          </>
        }
      >
        {kind === '' ? 'What kind of word is it?' : `A new ${kindWords[kind].one}: ${kindWords[kind].hint}.`}
      </FirstLine>
      {mayWrite ? (
        <>
          <ul className={classes.kinds} aria-label="Kind of word">
            {newKinds
              .filter((one) => one !== 'sla' || !hasAgreement)
              .map((one) => (
                <li key={one}>
                  <button
                    type="button"
                    className={classes.kind}
                    aria-pressed={one === kind}
                    onClick={() => set({ kind: one }, { replace: kind !== '' })}
                  >
                    <b>{capital(kindWords[one].one)}</b>
                    <span>{kindWords[one].hint}</span>
                  </button>
                </li>
              ))}
          </ul>
          {kind === 'sla' && hasAgreement ? (
            <EmptyState heading="There is an agreement already">
              One agreement holds for both sides.{' '}
              <Link to="/language/$key/draft" params={{ key: agreements.data?.items[0]?.key ?? 'sla' }}>
                Write a new version of it.
              </Link>
            </EmptyState>
          ) : kind === '' || rules.isPending ? null : (
            <FirstDraft
              key={kind}
              start={startBody(kind, word, { tests: rules.data?.templates ?? [], timeZone })}
            />
          )}
        </>
      ) : (
        <EmptyState heading="Your role reads, and asks">
          A viewer defines no words. Ask on any definition what is meant; the other side answers in place.
        </EmptyState>
      )}
    </>
  );
}

function FirstDraft({ start }: { start: Body }) {
  const [body, setBody] = useState(start);
  const navigate = useNavigate();
  const refresh = useRefreshLanguage();
  const goesOn = useRef(false);
  useLeaveGuard(JSON.stringify(body) !== JSON.stringify(start), goesOn);
  const create = useMutation({
    mutationFn: () => client.language.createDefinition({ body }),
    onSuccess: async (definition) => {
      goesOn.current = true;
      notifications.show({ message: `${definition.word} has its first draft.` });
      await refresh();
      await navigate({ to: '/language/$key/draft', params: { key: definition.key }, search: { version: 1 } });
    },
  });
  const missing = missingIn(body);
  return (
    <form
      className={classes.draft}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) create.mutate();
      }}
    >
      <div className={classes.editor}>
        <BodyEditor
          body={body}
          onChange={setBody}
          definitionId={undefined}
          problems={problemsOf(create.error)}
          disabled={false}
        />
        <div className={classes.bar}>
          <ProblemNotice error={create.error} withFields />
          {missing ? <span className="mute">{capital(missing)}.</span> : null}
          <Button
            className={classes.barAction}
            type="submit"
            disabled={missing !== null}
            loading={create.isPending}
          >
            Save as a draft
          </Button>
        </div>
      </div>
    </form>
  );
}
