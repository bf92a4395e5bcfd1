import { Link } from '@tanstack/react-router';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Sla } from '../../measures/contract.ts';
import { figureWords, periodWords } from './words.ts';

/** Who owes what today, of both sides. */
export function FirstSentence({ sla }: { sla: Sla }) {
  if (sla.source === 'lifecycle') return <FromStages sla={sla} />;
  return (
    <>
      <span className="sales">Sales</span> owes <SalesOwes sla={sla} />;{' '}
      <span className="marketing">marketing</span> <MarketingOwes sla={sla} />.
    </>
  );
}

function SalesOwes({ sla }: { sla: Sla }) {
  const { answers, late, where } = sla.owes.sales;
  if (answers === 0) return <>no answer today</>;
  const isPromised = sla.agreement !== null && !sla.agreement.unsigned;
  const evidence = { of: 'owed_answers', state: 'broken' };
  return (
    <>
      <Figure evidence={{ of: 'owed_answers', state: 'all' }}>
        {formatCount(answers)} {answers === 1 ? 'answer' : 'answers'}
      </Figure>
      {late > 0 ? (
        <>
          ,{' '}
          <Figure evidence={evidence} late={isPromised}>
            {formatCount(late)} of them late
          </Figure>
        </>
      ) : (
        ', none of them late'
      )}
      {where ? (
        <>
          ,{' '}
          <Figure
            evidence={{ ...evidence, where: { key: where.dimension, value: where.key, label: where.label } }}
          >
            {formatCount(where.late)}{' '}
            {where.dimension === 'owner' ? `with ${where.label}` : `in ${where.label}`}
          </Figure>
        </>
      ) : null}
    </>
  );
}

function MarketingOwes({ sla }: { sla: Sla }) {
  const { missingThisMonth, completeness, promisedCompleteness, thinPackets, month } = sla.owes.marketing;
  const parts = [
    missingThisMonth !== null && missingThisMonth > 0 ? (
      <span key="volume">
        owes{' '}
        <Figure evidence={{ of: 'volume', state: 'all', ...daysOf(month) }}>
          {formatCount(missingThisMonth)}
        </Figure>{' '}
        more {missingThisMonth === 1 ? 'lead' : 'leads'} this month
      </span>
    ) : null,
    completeness === null ? null : (
      <span key="packets">
        has packets at{' '}
        <Figure evidence={{ of: 'completeness', state: 'broken' }}>
          {figureWords(completeness, 'percent')}
        </Figure>
        {promisedCompleteness === null ? '' : ` of the ${promisedCompleteness} % in the agreement`}
      </span>
    ),
    completeness === null && thinPackets > 0 ? (
      <span key="thin">
        owes the rest of <Figure evidence={{ of: 'thin_packets' }}>{formatCount(thinPackets)}</Figure> packets
      </span>
    ) : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return <>owes nothing that was promised</>;
  return parts.map((part, index) => (index === 0 ? part : <span key={part.key}> and {part}</span>));
}

function daysOf(month: string): { from: string; to: string } {
  const end = new Date(`${month}-01T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  return { from: `${month}-01`, to: end.toISOString().slice(0, 10) };
}

function FromStages({ sla }: { sla: Sla }) {
  const acceptance = sla.commitments.find(({ key }) => key === 'acceptance');
  if (!acceptance || acceptance.n === 0) return <>Nothing has been handed over yet.</>;
  return (
    <>
      No hand-offs are recorded here yet. By their stages, <span className="sales">sales</span> took{' '}
      <Figure evidence={{ of: 'acceptance', state: 'kept' }}>
        {figureWords(acceptance.figure, 'percent')}
      </Figure>{' '}
      of the <Figure evidence={{ of: 'acceptance', state: 'all' }}>{formatCount(acceptance.n)}</Figure> leads
      that <span className="marketing">marketing</span> had ready.
    </>
  );
}

/** Under which agreement, and whether anybody has promised it. */
export function Under({ sla }: { sla: Sla }) {
  const { agreement, source } = sla;
  const period = `Offers of ${periodWords(sla.range)}; times in business hours, without pauses.`;
  if (!agreement)
    return (
      <>
        No agreement between the two sides is in force, so there is nothing to compare with.{' '}
        <Link to="/language">Agree on one</Link>. {period}
      </>
    );
  const older = sla.versions.filter(({ versionId }) => versionId !== agreement.versionId);
  return (
    <>
      By the <DefinedTerm term={agreement.key}>{agreement.word.toLowerCase()}</DefinedTerm>, version{' '}
      {agreement.number}
      {older.length > 0
        ? `, and for older offers version ${older.map(({ number }) => number).join(' and ')}`
        : ''}
      {agreement.unsigned ? (
        <>
          , <strong>which nobody has signed yet</strong>: it counts and shows, and nobody has promised it.{' '}
          <Link to="/language/$key" params={{ key: agreement.key }}>
            Sign it
          </Link>
        </>
      ) : (
        ', signed by both'
      )}
      {agreement.unsigned ? '. ' : '. '}
      {source === 'lifecycle'
        ? `Offers of ${periodWords(sla.range)}. First answers, packets and tries show here once hand-offs are made.`
        : period}
    </>
  );
}
