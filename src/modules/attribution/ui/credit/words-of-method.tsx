import { Link } from '@tanstack/react-router';
import { Term } from '../../../../web/parts/term.tsx';
import type { Credit } from './api-types.ts';
import { eligibilityWords, lookbackWords, resultWords } from './words.ts';

/** How the figures come about, behind a word. */
export function HowTerm({ credit }: { credit: Credit }) {
  return (
    <Term interactive meaning={<How credit={credit} />}>
      How is this worked out?
    </Term>
  );
}

function How({
  credit: { plan, withoutTouch, withoutAmount, noRate, sampled, together, definitions },
}: {
  credit: Credit;
}) {
  const { eligibility, lookbackDays, leadStage } = plan;
  return (
    <>
      <p>
        Each deal’s value is split among the touchpoints up to its result, so that the parts sum to it:
        content and talks alike. {eligibilityWords[eligibility].says}{' '}
        {lookbackDays === null
          ? 'However long ago.'
          : `Up to ${lookbackWords(lookbackDays)} before the result.`}{' '}
        A lead counts as created {leadStage === null ? 'when the contact became known' : `at ${leadStage}`}.
      </p>
      {withoutTouch.deals > 0 ? (
        <p>
          Of {resultWords(plan.value, withoutTouch.deals)} no touchpoint is known; they have a row of their
          own.
        </p>
      ) : null}
      {withoutAmount > 0 ? (
        <p>{resultWords(plan.value, withoutAmount)} without an amount are worth nothing here.</p>
      ) : null}
      {noRate.length > 0 ? (
        <p>
          Left out, for want of a rate:{' '}
          {noRate.map(({ currency, deals }) => `${resultWords(plan.value, deals)} in ${currency}`).join(', ')}
          .
        </p>
      ) : null}
      {sampled ? (
        <p>
          Shapley was sampled for {sampled.sets} large sets, give or take{' '}
          {(sampled.largestError * 100).toFixed(1)} %.
        </p>
      ) : null}
      {together > 0 ? (
        <p>
          Shapley weighed the {together} of which least came as if they were one, as there are too many to
          weigh each; what they get together is shared by what each stood in.
        </p>
      ) : null}
      <p>
        {definitions.map(({ key, word, version, versionId }) => (
          <span key={versionId}>
            <Link to="/language/$key" params={{ key }}>
              {word}, version {version}
            </Link>{' '}
          </span>
        ))}
        <Link to="/settings/results">How credit is shared out</Link>
      </p>
    </>
  );
}
