import { Popover } from '@mantine/core';
import { Figure, FirstLine } from '../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../web/parts/money.tsx';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import classes from './funnel.module.css';
import type { Funnel, FunnelStage } from './rows.ts';
import { StageTerm } from './stage-term.tsx';
import { againstBefore, beforeWords, gateSentence, moneyWords, plural, sentenceStart } from './words.ts';

/** The page's answer in words: how many came in, what became of them, and where it is tight. */
export function Answer({ funnel }: { funnel: Funnel }) {
  const first = funnel.stages[0];
  const last = funnel.stages.at(-1);
  if (!first || !last) return null;
  const isCohort = funnel.range.mode === 'cohort';
  return (
    <FirstLine title="Funnel" sub={<AgainstBefore funnel={funnel} />}>
      {sentenceStart(funnel.range)}{' '}
      <Figure
        evidence={{ of: 'people', stage: first.key, state: 'reached' }}
        label={`${formatCount(first.reached)} people: show them`}
      >
        {formatCount(first.reached)}
      </Figure>{' '}
      {plural(first.reached, 'person', 'people')} {isCohort ? 'came in' : 'moved'} and{' '}
      <Figure
        evidence={{ of: 'people', stage: last.key, state: 'reached' }}
        label={`${formatCount(last.reached)} customers: show them`}
      >
        {formatCount(last.reached)}
      </Figure>{' '}
      became {last.reached === 1 ? 'a ' : ''}
      <StageTerm stage={last}>
        {plural(last.reached, last.name.toLowerCase(), `${last.name.toLowerCase()}s`)}
      </StageTerm>
      <Worth funnel={funnel} />. <Tightest funnel={funnel} />
    </FirstLine>
  );
}

function Worth({ funnel }: { funnel: Funnel }) {
  if (funnel.won.value.length === 0) return null;
  return (
    <>
      , <DefinedTerm term="won_revenue">worth</DefinedTerm>{' '}
      <Figure evidence={{ of: 'deals' }} label={`${moneyWords(funnel.won.value)} won: show the deals`}>
        {moneyWords(funnel.won.value)}
      </Figure>
    </>
  );
}

function Tightest({ funnel }: { funnel: Funnel }) {
  const index = funnel.stages.findIndex((stage) => stage.tightest);
  const stage = funnel.stages[index];
  const next = funnel.stages[index + 1];
  if (!stage || !next || stage.passRate === null) return null;
  const words = gateSentence({ stage, next });
  return (
    <>
      The tightest gate is <StageTerm stage={stage} /> → <StageTerm stage={next} />: {words.before}
      <Figure
        evidence={{ of: 'people', stage: next.key, state: 'reached' }}
        label={`${formatShare(stage.passRate)}: show who passed`}
      >
        {formatShare(stage.passRate)}
      </Figure>
      {words.after}
      <LateThere stage={stage} stages={funnel.stages} />.
    </>
  );
}

function LateThere({ stage, stages }: { stage: FunnelStage; stages: readonly FunnelStage[] }) {
  const most = stages.toSorted((one, other) => other.late - one.late)[0];
  const shown = stage.late > 0 ? stage : most;
  if (!shown || shown.late === 0) return null;
  return (
    <>
      ; {shown === stage ? null : 'nobody there is late, but '}
      <Figure evidence={{ of: 'people', stage: shown.key, state: 'late' }} late>
        {formatCount(shown.late)} {plural(shown.late, 'is', 'are')} past their time
      </Figure>{' '}
      {shown === stage ? (
        'there'
      ) : (
        <>
          at <StageTerm stage={shown} />
        </>
      )}
    </>
  );
}

function AgainstBefore({ funnel }: { funnel: Funnel }) {
  const { range, won } = funnel;
  const parts = againstBefore(funnel);
  const before = beforeWords(range);
  return (
    <>
      {before ? `Against ${before}: ${parts.join(', ')}. ` : null}
      {won.dealsWithoutPerson > 0
        ? `${formatCount(won.dealsWithoutPerson)} of ${formatCount(won.deals)} won ${plural(won.deals, 'deal names', 'deals name')} nobody. `
        : null}
      <RecastWords recast={funnel.recast} />
      <HowWorkedOut funnel={funnel} />
    </>
  );
}

/** The page says which meaning it is read under. */
function RecastWords({ recast }: { recast: Funnel['recast'] }) {
  if (recast === null) return null;
  return (
    <>
      <strong className="shared">
        {recast.word} is recast under version {recast.number}
      </strong>
      : who would have come in under it, and when
      {recast.step === 'day' ? '' : ` (right to the ${recast.step})`}; every other stage is as it was.{' '}
    </>
  );
}

function HowWorkedOut({ funnel }: { funnel: Funnel }) {
  const isCohort = funnel.range.mode === 'cohort';
  return (
    <Popover width="min(520px, 92vw)" position="bottom-start">
      <Popover.Target>
        <button type="button" className={classes.how}>
          How is this worked out?
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.rules}>
          <dt>Who counts</dt>
          <dd>
            A person counts for a stage if they reached it or a later one, each once. Merged records are one
            person.{' '}
            {isCohort
              ? 'Here: everyone who came in during the period, and how far they have got to this day.'
              : 'Here: everyone who reached the stage, or a later one, during the period, whenever they came in.'}
          </dd>
          <dt>Pass rate</dt>
          <dd>
            Of those who reached a stage, the share that reached the next. The tightest gate is the one with
            the lowest, among gates that at least 20 people came to.
          </dd>
          <dt>Days</dt>
          <dd>
            The median over people for whom both dates are recorded and in order; half were quicker. Nobody is
            timed by guess.
          </dd>
          <dt>Value</dt>
          <dd>
            Won deals, each once, under its primary contact.{' '}
            {isCohort ? 'Whenever they were won.' : 'Won during the period.'} Currencies are not mixed.
          </dd>
          <dt>At the gates</dt>
          <dd>
            The very same people, by where they are now: waiting here, past the time allowed here, gone on, or
            left (here, or back to an earlier stage). The four add up to the number on the left.
          </dd>
          <dt>As of</dt>
          <dd>
            {new Date(funnel.asOf).toLocaleString()}; days begin in the time zone of the workspace, today
            included. The period before has as many days.
          </dd>
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
