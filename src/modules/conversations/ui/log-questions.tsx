import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/api.ts';
import type { LedgerQuestion } from '../contract.ts';
import classes from './log-dialog.module.css';
import type { DraftState } from './use-draft.ts';
import { dayWords } from './words.ts';

type Line = { itemId: string | null; questionId: string; question: string; note: string };

/** Open questions of these people, to tick off where they were answered. */
export function LogQuestions({ state }: { state: DraftState }) {
  const { draft, change, about } = state;
  const open = useOpenQuestions(about.account?.id ?? null, draft.people[0]?.id ?? null);
  const ticked = new Map(draft.answers.map((answer) => [answer.questionId, answer]));
  const offered = open.map(({ id, text, from, at, contact }): Line => {
    const who = from === 'us' ? 'we asked' : `${contact?.name ?? 'they'} asked`;
    return { itemId: null, questionId: id, question: text ?? '', note: `${who}, ${dayWords(at)}` };
  });
  const kept = draft.answers
    .filter(({ questionId }) => !offered.some((one) => one.questionId === questionId))
    .map(
      ({ itemId, questionId, question }): Line => ({ itemId, questionId, question, note: 'answered here' }),
    );
  const lines = [...kept, ...offered];
  if (lines.length === 0) return null;
  const tick = (line: Line, on: boolean) =>
    change({
      answers: on
        ? [
            ...draft.answers,
            { itemId: line.itemId, questionId: line.questionId, question: line.question, text: '' },
          ]
        : draft.answers.filter(({ questionId }) => questionId !== line.questionId),
    });
  const say = (questionId: string, text: string) =>
    change({ answers: draft.answers.map((one) => (one.questionId === questionId ? { ...one, text } : one)) });
  return (
    <section className={classes.questions} aria-label="Answered">
      <h3>Answered</h3>
      {lines.map((line) => (
        <div key={line.questionId}>
          <Checkbox
            label={line.question}
            description={line.note}
            checked={ticked.has(line.questionId)}
            onChange={(event) => tick(line, event.currentTarget.checked)}
          />
          {ticked.has(line.questionId) ? (
            <TextInput
              aria-label={`The answer to: ${line.question}`}
              placeholder="The answer, where it is worth keeping"
              value={ticked.get(line.questionId)?.text ?? ''}
              maxLength={2_000}
              onChange={(event) => say(line.questionId, event.currentTarget.value)}
            />
          ) : null}
        </div>
      ))}
    </section>
  );
}

function useOpenQuestions(accountId: string | null, contactId: string | null): LedgerQuestion[] {
  const ofAccount = useQuery(
    api.conversations.accountLedger.queryOptions({
      input: { accountId: accountId ?? '' },
      enabled: accountId !== null,
    }),
  );
  const ofContact = useQuery(
    api.conversations.contactLedger.queryOptions({
      input: { contactId: contactId ?? '' },
      enabled: accountId === null && contactId !== null,
    }),
  );
  const ledger = accountId === null ? ofContact.data : ofAccount.data;
  return ledger ? [...ledger.fromThem.openQuestions, ...ledger.openQuestionsOfOurs] : [];
}
