import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { DefinitionList } from './api-types.ts';
import type { Reader } from './use-language.ts';
import { capital, countWord, isSigned, plural } from './words.ts';

/** "Both sides have signed 9 of 14 words. Two proposals wait for you; three questions are open." */
export function LanguageSentence({ list, reader }: { list: DefinitionList; reader: Reader }) {
  const { items, awaitingMe, openQuestions } = list;
  if (items.length === 0) return <>No word has a meaning that both sides signed.</>;
  const signed = items.filter(isSigned).length;
  return (
    <>
      <Signed signed={signed} of={items.length} /> <Waiting awaiting={awaitingMe} reader={reader} />
      {openQuestions > 0 ? (
        <>
          {awaitingMe > 0 ? '; ' : ' '}
          <Figure href="/questions?which=open">
            {awaitingMe > 0 ? countWord(openQuestions) : capital(countWord(openQuestions))}{' '}
            {plural(openQuestions, 'question')}
          </Figure>{' '}
          {openQuestions === 1 ? 'is' : 'are'} open.
        </>
      ) : awaitingMe > 0 ? (
        '.'
      ) : null}
    </>
  );
}

function Signed({ signed, of }: { signed: number; of: number }) {
  if (signed === 0) return <>None of our {formatCount(of)} words is signed by both sides yet.</>;
  if (signed === of) return <>Both sides have signed all {formatCount(of)} words.</>;
  return (
    <>
      Both sides have signed {formatCount(signed)} of {formatCount(of)} words.
    </>
  );
}

function Waiting({ awaiting, reader }: { awaiting: number; reader: Reader }) {
  if (awaiting === 0) return reader.sides.length === 0 ? null : <>Nothing proposed waits for you.</>;
  return (
    <>
      <Figure href="/language?waiting=true">
        {capital(countWord(awaiting))} {plural(awaiting, 'proposal')}
      </Figure>{' '}
      {awaiting === 1 ? 'waits' : 'wait'} for you
    </>
  );
}
