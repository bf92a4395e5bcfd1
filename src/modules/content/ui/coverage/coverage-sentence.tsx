import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney, formatShare } from '../../../../web/parts/money.tsx';
import { Term } from '../../../../web/parts/term.tsx';
import { fewestReaders } from '../../coverage/contract.ts';
import type { Coverage } from './api-types.ts';
import { placeOf } from './state.ts';
import { inPeriod, placeWords, plural, secondsWords } from './words.ts';

/** How much of what there is gets used and finished, and where money waits for something to read. */
export function CoverageSentence({ coverage }: { coverage: Coverage }) {
  const { pieces, range } = coverage;
  if (pieces.inUse === 0) return <>There is nothing to read yet.</>;
  const usage = `/content/usage?period=${range.period}`;
  return (
    <>
      <span className="sales">Sales</span> used{' '}
      <Figure href={`${usage}&show=used`} label={`${pieces.used} pieces that sales used`}>
        {formatCount(pieces.used)} of {plural(pieces.inUse, 'piece')}
      </Figure>{' '}
      {inPeriod[range.period]}
      {pieces.used === 0 ? (
        '.'
      ) : (
        <>
          , and buyers{' '}
          <Term
            meaning={`Of a piece that is finished, at least half of ${fewestReaders} or more readers got through nine tenths of its pages, or of its running time.`}
          >
            finish
          </Term>{' '}
          <Figure href={`${usage}&show=used`} label={`${pieces.finished} pieces that buyers finish`}>
            {pieces.finished === 0 ? 'none' : formatCount(pieces.finished)}
          </Figure>{' '}
          of them.
        </>
      )}{' '}
      <Emptiest coverage={coverage} />
    </>
  );
}

function Emptiest({ coverage }: { coverage: Coverage }) {
  const { emptiest } = coverage;
  const cell = emptiest
    ? coverage.cells.find(
        ({ persona, phase, steps }) =>
          persona === emptiest.persona && phase === emptiest.phase && steps.join() === emptiest.steps.join(),
      )
    : undefined;
  if (!cell) return <>Wherever an open deal waits there is something to read.</>;
  const evidence = placeOf(cell);
  return (
    <>
      The emptiest place with money waiting: <Figure evidence={evidence}>{placeWords(coverage, cell)}</Figure>
      ,{' '}
      <Figure evidence={evidence}>
        {cell.money.amountMinor > 0 ? formatMoney(cell.money, 'round') : plural(cell.deals, 'deal')}
      </Figure>{' '}
      {cell.money.amountMinor > 0 ? 'of open deals' : 'open'}, nothing to read.
    </>
  );
}

/** What was left out, and what others found elsewhere, with who says so. */
export function CoverageSub({ coverage }: { coverage: Coverage }) {
  const { leftOut } = coverage;
  const { mostReadUnderMs, caseStudiesFinished, source, ownMedianMs, ownCaseStudies } = coverage.reference;
  const left = [
    leftOut.scanners > 0 ? `${plural(leftOut.scanners, 'visit')} by scanners` : '',
    leftOut.colleagues > 0 ? `${formatCount(leftOut.colleagues)} by colleagues` : '',
  ].filter((part) => part !== '');
  const deals = [
    leftOut.dealsWithoutStage > 0
      ? `${plural(leftOut.dealsWithoutStage, 'open deal')} of whose buyer nobody said the stage`
      : '',
    leftOut.dealsWithoutPersona > 0
      ? `${formatCount(leftOut.dealsWithoutPersona)} with nobody of a known persona`
      : '',
    leftOut.dealsWithoutMoney > 0
      ? `the money of ${formatCount(leftOut.dealsWithoutMoney)} in other currencies or unknown`
      : '',
  ].filter((part) => part !== '');
  const here =
    ownMedianMs === null ? '' : ` (here half of readings take less than ${secondsWords(ownMedianMs)})`;
  const cases =
    ownCaseStudies.readers < fewestReaders
      ? ''
      : ` (here ${formatShare(ownCaseStudies.finished / ownCaseStudies.readers)} of ${formatCount(ownCaseStudies.readers)})`;
  const reference = `Reference: most content is read for under ${secondsWords(mostReadUnderMs)}${here}, and case studies are finished by ${formatShare(caseStudiesFinished)}${cases}. Source: ${source}.`;
  return (
    <>
      <Term meaning="A person read it, as their hand and eye showed; neither a program nor one of our own.">
        Verified people
      </Term>{' '}
      only{left.length > 0 ? `; ${left.join(' and ')} left out` : ''}.
      {deals.length > 0 ? ` Not on the map: ${deals.join(', ')}.` : ''} {reference}
    </>
  );
}
