import type { ReactNode } from 'react';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { useNow } from '../../../../web/parts/when.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { HandoffPage } from '../parts/api-types.ts';
import { dueWords } from '../parts/due-words.ts';
import { mostOf } from './most-of.ts';

type Counts = HandoffPage['counts'];

type QueueSentenceProps = { counts: Counts | null; late: HandoffPage | undefined; takesLeads: boolean };

/** "14 hand-offs are past their SLA, 6 of them with Bo Lund. You have 9 open, room for 3 more; the next is due in 38 min." */
export function QueueSentence({ counts, late, takesLeads }: QueueSentenceProps) {
  if (!counts || !late) return <>What sales has to do next.</>;
  return (
    <>
      <LateWords late={late} /> {takesLeads ? <OwnWords counts={counts} /> : <OpenWords counts={counts} />}
    </>
  );
}

const people = (count: number, one: string, many: string) => (count === 1 ? one : many);

function LateWords({ late }: { late: HandoffPage }) {
  const count = late.counts.late;
  const sla = (
    <DefinedTerm
      term="sla"
      more="The clocks run in business hours; on holidays and while paused they stand still."
    >
      SLA
    </DefinedTerm>
  );
  if (count === 0) return <>Every hand-off is within its {sla}.</>;
  const most = mostOf(late.items);
  return (
    <>
      <Figure href="/handoffs?whose=everybody&late=true" late label={`${count} past their SLA`}>
        {formatCount(count)} {people(count, 'hand-off is', 'hand-offs are')}
      </Figure>{' '}
      <span className="late">past {people(count, 'its', 'their')}</span> {sla}
      {most ? (
        <>
          , <Figure href={most.href}>{formatCount(most.count)}</Figure> of them {most.words}
        </>
      ) : null}
      .
    </>
  );
}

function OwnWords({ counts }: { counts: Counts }) {
  const { mine, room, pool } = counts;
  if (mine === 0) {
    return (
      <>
        You have none open{roomWords(room, 'room for')}
        {pool > 0 ? (
          <>
            ; <Figure href="/handoffs?whose=pool">{formatCount(pool)}</Figure> {people(pool, 'waits', 'wait')}{' '}
            in the pool
          </>
        ) : null}
        .
      </>
    );
  }
  return (
    <>
      You have <Figure href="/handoffs?whose=mine">{formatCount(mine)}</Figure> open
      {roomWords(room, 'room for')}
      <NextDue at={counts.nextDueAt} />.
    </>
  );
}

/** How many more a person may hold, and nothing where nobody has set a limit. */
function roomWords(room: number | null, words: string): ReactNode {
  if (room === null) return null;
  if (room <= 0) return <>, no room for more</>;
  return (
    <>
      , {words} <Figure href="/handoffs/capacity">{formatCount(room)}</Figure> more
    </>
  );
}

function NextDue({ at }: { at: string | null }) {
  const now = useNow();
  if (at === null) return null;
  const due = new Date(at);
  return (
    <>
      ; the next is <strong>{due < now ? 'due now' : dueWords(due, now)}</strong>
    </>
  );
}

function OpenWords({ counts }: { counts: Counts }) {
  const { open, pool } = counts;
  if (open === 0) return <>Sales has none open.</>;
  return (
    <>
      Sales has <Figure href="/handoffs?whose=everybody">{formatCount(open)}</Figure> open
      {pool > 0 ? (
        <>
          , <Figure href="/handoffs?whose=pool">{formatCount(pool)}</Figure> of them nobody’s yet
        </>
      ) : null}
      .
    </>
  );
}
