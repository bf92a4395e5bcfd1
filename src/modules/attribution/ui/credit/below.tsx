import { Link } from '@tanstack/react-router';
import { amountText } from './amounts.ts';
import type { Credit, Model } from './api-types.ts';
import classes from './credit.module.css';
import { modelWords } from './model-words.ts';
import { sumWords } from './sum-words.ts';
import { resultWords, sentenceStart } from './words.ts';

/** Under the table: what the shade means, where the models disagree most, what it all comes to, what is left out. */
export function Below({ credit }: { credit: Credit }) {
  const { plan, noRate, withoutAmount } = credit;
  return (
    <div className={classes.below}>
      {plan.models.length > 1 ? (
        <p>
          Talks are touchpoints like any other. The shade is the distance from the models’ mean: teal where a
          model gives more, amber where it gives less. <Disagreement credit={credit} />
        </p>
      ) : (
        <p>Put a second model beside it to see where they disagree.</p>
      )}
      <p>
        {sentenceStart(sumWords(credit))}.
        {withoutAmount > 0
          ? ` ${sentenceStart(resultWords(plan.value, withoutAmount))} without an amount count as nothing.`
          : ''}
        {noRate.length > 0 ? (
          <>
            {' '}
            Left out, for want of a rate:{' '}
            {noRate.map((one) => `${resultWords(plan.value, one.deals)} in ${one.currency}`).join(', ')}.{' '}
            <Link to="/settings/results">Give a rate</Link>
          </>
        ) : null}
      </p>
    </div>
  );
}

/** “They disagree most on calls: €402,000 by last touch, €21,000 by first touch.” */
function Disagreement({ credit }: { credit: Credit }) {
  if (credit.disagreement.length === 0) return <>Here they agree.</>;
  return (
    <>
      They disagree most on{' '}
      {credit.disagreement.map(({ key, label, most, least }, index) => (
        <span key={key}>
          {index > 0 ? '; on ' : ''}
          {label}: <Opens credit={credit} of={{ key, ...most }} /> by {modelWords[most.model].name},{' '}
          <Opens credit={credit} of={{ key, ...least }} /> by {modelWords[least.model].name}
        </span>
      ))}
      .
    </>
  );
}

/** An amount in the text, opened in the table. */
function Opens({ credit, of }: { credit: Credit; of: { key: string; model: Model; amount: number } }) {
  const text = amountText(credit, of.amount);
  if (of.amount === 0) return <>{text}</>;
  return (
    <Link
      to="."
      search={(now: Record<string, unknown>) => ({ ...now, open: { model: of.model, key: of.key } })}
      replace
      resetScroll={false}
      className={classes.figure}
    >
      {text}
    </Link>
  );
}
