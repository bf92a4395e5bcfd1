import type { ReactNode } from 'react';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney, formatShare } from '../../../../web/parts/money.tsx';
import type { Lift, LiftCell, LiftRow, Paths, Stalls, Waterfall } from './api-types.ts';
import { daysWords, metWords, plural, timesWords } from './words.ts';

/** “Of 1,677 who clicked 1,228 became known and 56 people in 17 deals signed, half of them within 80 days.” */
export function WaterfallSentence({ waterfall }: { waterfall: Waterfall }) {
  const [first] = waterfall.steps;
  const won = waterfall.steps.at(-1);
  const known = waterfall.steps.find(({ kind }) => kind === 'known');
  if (!first || !won || !known || first.people + first.visitors === 0)
    return <>Nobody came in this period with these filters.</>;
  const tightest = waterfall.steps.findIndex((step) => step.tightest);
  const [from, to] = [waterfall.steps[tightest], waterfall.steps[tightest + 1]];
  return (
    <>
      {first.kind === 'click' ? (
        <>
          Of {formatCount(first.people + first.visitors)} who clicked,{' '}
          <StepFigure step="known">{formatCount(known.people)}</StepFigure> became known
        </>
      ) : (
        <>
          Of <StepFigure step="known">{plural(known.people, 'person', 'people')}</StepFigure> who became known
        </>
      )}
      {first.kind === 'click' ? ' and ' : ', '}
      {won.people === 0 ? (
        'none signed so far'
      ) : (
        <>
          <StepFigure step="won">{formatCount(won.people)}</StepFigure> signed, in {plural(won.deals, 'deal')}
          {waterfall.throughout ? `, half of them within ${daysWords(waterfall.throughout.medianDays)}` : ''}
        </>
      )}
      .
      {from && to && from.passRate !== null ? (
        <>
          {' '}
          Fewest pass from {from.name} to {to.name}: {formatShare(from.passRate)}.
        </>
      ) : null}
    </>
  );
}

const StepFigure = ({ step, children }: { step: string; children: ReactNode }) => (
  <Figure evidence={{ show: 'people', step, state: 'reached' }}>{children}</Figure>
);

export function PathsSentence({ paths }: { paths: Paths }) {
  const [first] = paths.rows;
  if (!first) return <>No deal was open or closed in this period with these filters.</>;
  const begin = first.steps.map(({ label }) => label).join(', then ');
  const isShared = first.journeys > 1;
  return (
    <>
      {plural(paths.journeys, 'deal')} came by {plural(paths.differentPaths, 'way')}
      {paths.steps < 6 ? `, by their first ${plural(paths.steps, 'step')}` : ''}.{' '}
      {isShared && begin !== '' ? (
        <>
          The commonest: {begin}
          {first.isCut ? ' …' : ''}, in{' '}
          <Figure
            evidence={{ show: 'deals', title: begin, path: first.path, steps: paths.steps, by: paths.by }}
          >
            {formatCount(first.journeys)}
          </Figure>
          .
        </>
      ) : (
        'No two took the same.'
      )}
      {paths.medianDays !== null && paths.medianSteps !== null
        ? ` Half of the won took ${formatCount(paths.medianSteps)} touchpoints and ${daysWords(paths.medianDays)} or more.`
        : ''}
    </>
  );
}

export function StallsSentence({ stalls }: { stalls: Stalls }) {
  const what = stalls.of === 'deals' ? ['deal', 'deals'] : ['lead', 'leads'];
  if (stalls.waiting === 0) return <>No {what[0]} waits in any stage with these filters.</>;
  const worst = stalls.rows.toSorted((one, other) => other.stalled - one.stalled)[0];
  const money = (minor: number) =>
    minor === 0 ? '' : ` worth ${formatMoney({ amountMinor: minor, currency: stalls.currency })}`;
  return (
    <>
      {stalls.of === 'deals' ? (
        <Figure evidence={{ show: 'deals', title: 'Open deals', status: 'open' }}>
          {plural(stalls.waiting, 'open deal')}
        </Figure>
      ) : (
        plural(stalls.waiting, 'lead')
      )}
      {stalls.of === 'deals' ? money(stalls.openMinor) : ''}:{' '}
      {stalls.stalled === 0
        ? 'none stands longer in its stage than nine in ten of those that went on.'
        : `${formatCount(stalls.stalled)}${stalls.of === 'deals' ? money(stalls.stalledMinor) : ''} ${stalls.stalled === 1 ? 'stands longer in its stage' : 'stand longer in their stage'} than nine in ten of those that went on took.`}
      {worst && worst.stalled > 0
        ? ` Most of them at ${worst.stageName}, last seen at: ${worst.label.toLowerCase()}.`
        : ''}
    </>
  );
}

type Shown = { row: LiftRow; cell: LiftCell };

const shownOf = (lift: Lift, verdict: LiftCell['verdict']): Shown[] =>
  lift.rows
    .flatMap((row) => row.cells.filter((cell) => cell.verdict === verdict).map((cell) => ({ row, cell })))
    .toSorted((one, other) => (other.cell.low ?? 0) - (one.cell.low ?? 0));

export function LiftSentence({ lift }: { lift: Lift }) {
  const more = shownOf(lift, 'more');
  const [best] = more;
  const { one } = metWords[lift.of];
  if (!best || best.cell.ratio === null || best.cell.low === null || best.cell.high === null)
    return (
      <>
        No {one} is shown to come before a win more often than chance would have it, in{' '}
        {plural(lift.stages[0]?.deals ?? 0, 'decided deal')}.
      </>
    );
  const stage = lift.stages.find(({ key }) => key === best.cell.stage);
  return (
    <>
      {best.row.label} comes before a win: deals that met it
      {stage && stage.key !== '' ? ` at ${stage.name}` : ''} are won{' '}
      <Figure
        evidence={{
          show: 'deals',
          title: best.row.label,
          liftOf: lift.of,
          liftKey: best.row.key,
          liftStage: best.cell.stage,
        }}
      >
        {timesWords(best.cell.ratio)}
      </Figure>{' '}
      as often ({timesWords(best.cell.low)} to {timesWords(best.cell.high)}, n ={' '}
      {formatCount(best.cell.withDeals)} and {formatCount(best.cell.withoutDeals)}).
      {more.length > 1
        ? ` ${plural(more.length - 1, 'other comparison')} ${more.length === 2 ? 'is' : 'are'} shown, too.`
        : ''}
    </>
  );
}
