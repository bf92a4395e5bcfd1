import { Link } from '@tanstack/react-router';
import { csvHref } from '../../../../web/csv.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatShare } from '../../../../web/parts/money.tsx';
import { When } from '../../../../web/parts/when.tsx';
import type { Outcome } from '../../reasons/contract.ts';
import { modelWords } from '../credit/model-words.ts';
import type { AgainstData, Checked, Overall } from './api-types.ts';
import classes from './reasons.module.css';
import { MatterName } from './said-view.tsx';
import { intervalWords, kindWords, plural } from './words.ts';

/** “Of 14 reasons that the data can say something of, it says otherwise of 4.” */
export function dataSentence(against: AgainstData, outcome: Outcome) {
  const known = against.checked.reduce((sum, { deals }) => sum + deals, 0);
  const disagree = against.checked.reduce((sum, { disagrees }) => sum + disagrees, 0);
  const [worst] = against.checked;
  if (against.deals === 0) return `Of deals that were ${outcome} in this time, nobody has said why.`;
  if (known === 0)
    return `Of ${plural(against.deals, 'deal')} it was said why; the data can say nothing of these reasons yet.`;
  if (disagree === 0 || !worst)
    return `The data says otherwise nowhere: ${plural(known, 'reason')} of ${plural(against.deals, 'deal')} could be looked at.`;
  return (
    <>
      Of {plural(known, 'reason')} that the data can say something of, it says otherwise of{' '}
      {formatCount(disagree)}: most where “{worst.label}” was said,{' '}
      <Figure
        evidence={{ outcome, check: worst.key }}
        label={`${worst.disagrees} deals where the data says otherwise: ${worst.label}`}
      >
        {formatCount(worst.disagrees)}
      </Figure>{' '}
      of {formatCount(worst.deals)} (95 %: {intervalWords(worst)}).
    </>
  );
}

export function DataSub({ against }: { against: AgainstData }) {
  return (
    <>
      {plural(against.deals, 'deal')} with a word, {formatCount(against.withJourney)} of them with
      touchpoints. Credit by {modelWords[against.model].name}. {against.intervals}
      {against.leftOut > 0 ? ` ${plural(against.leftOut, 'older deal')} left out.` : ''}
      {against.isBehind ? ' Newer touchpoints are being worked in.' : ''}
    </>
  );
}

/** What was said beside what the data says: reason by reason, and thing by thing. */
export function BesideDataView({ against, outcome }: { against: AgainstData; outcome: Outcome }) {
  if (against.deals === 0)
    return (
      <EmptyState heading="Nothing to hold against the data yet.">
        Say why deals were {outcome}: on a deal’s page, or where you are asked.
      </EmptyState>
    );
  return (
    <>
      <CheckedList against={against} outcome={outcome} />
      <div className={classes.halves}>
        <OverallList against={against} verdict="named_little_credit" />
        <OverallList against={against} verdict="credit_never_named" />
      </div>
      <NamedTable against={against} />
    </>
  );
}

function CheckedList({ against, outcome }: { against: AgainstData; outcome: Outcome }) {
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="checked-heading">
      <h2 id="checked-heading">
        Reason by reason{' '}
        <span className={classes.soft}>· where the seller and the data disagree most, first</span>
      </h2>
      {against.checked.length === 0 ? (
        <p className="mute">None of the reasons that were said is one of which the data can say anything.</p>
      ) : (
        <ul className={classes.checked}>
          {against.checked.map((one) => (
            <CheckedRow key={one.key} one={one} outcome={outcome} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CheckedRow({ one, outcome }: { one: Checked; outcome: Outcome }) {
  return (
    <li>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: `${(one.share ?? 0) * 100}%` }} />
        {one.low === null || one.high === null ? null : (
          <i style={{ left: `${one.low * 100}%`, width: `${(one.high - one.low) * 100}%` }} />
        )}
      </div>
      <div>
        <p className={classes.words}>
          {one.words}{' '}
          {one.disagrees > 0 ? (
            <Figure
              evidence={{ outcome, check: one.key }}
              label={`Show where the data says otherwise: ${one.label}`}
            >
              Show {one.disagrees === 1 ? 'it' : 'them'}
            </Figure>
          ) : null}
        </p>
        <p className={classes.rule}>The data agrees where: {one.rule}</p>
      </div>
    </li>
  );
}

const verdictWords = {
  named_little_credit: {
    heading: 'Named, with little credit',
    about: 'named of two deals or more, with less than the middle one of its kind',
    none: 'Nothing that was named twice or more has little credit.',
  },
  credit_never_named: {
    heading: 'Much credit, never named',
    about: 'twice the middle one of its kind or more, in three deals or more',
    none: 'Whatever has much credit was named by somebody.',
  },
} as const;

const shownOverall = 6;

function OverallList({ against, verdict }: { against: AgainstData; verdict: keyof typeof verdictWords }) {
  const all = against.overall.filter((one) => one.verdict === verdict);
  const { heading, about, none } = verdictWords[verdict];
  return (
    <section className={`panel ${classes.card}`} aria-label={heading}>
      <h2>
        {heading} <span className={classes.soft}>· {about}</span>
      </h2>
      {all.length === 0 ? (
        <p className="mute">{none}</p>
      ) : (
        <ul className={classes.overall}>
          {all.slice(0, shownOverall).map((one) => (
            <OverallRow key={`${one.matter.kind} ${one.matter.id}`} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function OverallRow({ one }: { one: Overall }) {
  return (
    <li>
      <span className={classes.overallHead}>
        <MatterName {...one.matter} />
        <span className="mute">{kindWords[one.matter.kind]}</span>
        <b>{formatShare(one.creditShare)}</b>
      </span>
      <span className={classes.rule}>{one.words}</span>
    </li>
  );
}

const shownNamed = 40;

function NamedTable({ against }: { against: AgainstData }) {
  const rows = against.named.slice(0, shownNamed);
  if (rows.length === 0) return null;
  const table = [
    ['Deal', 'Named', 'Kind', 'Share of the credit', 'Rank', 'Of'],
    ...against.named.map((one) => [
      one.deal.name,
      one.matter.label,
      kindWords[one.matter.kind],
      one.share,
      one.rank,
      one.of,
    ]),
  ];
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="named-heading">
      <div className={classes.cardHead}>
        <h2 id="named-heading">
          What was named, and its credit in that deal{' '}
          <span className={classes.soft}>· by {modelWords[against.model].name}, closed last first</span>
        </h2>
        <a className={classes.quiet} href={csvHref(table)} download="named-and-credit.csv">
          CSV
        </a>
      </div>
      <ul className={classes.named}>
        {rows.map((one) => (
          <li key={`${one.dealReasonId} ${one.matter.kind} ${one.matter.id}`}>
            <span>
              <MatterName {...one.matter} /> <span className="mute">{kindWords[one.matter.kind]}</span>
            </span>
            <span className={classes.rule}>
              <Link to="/people/deals/$id" params={{ id: one.deal.id }}>
                {one.deal.name}
              </Link>
              , <When at={one.deal.closedAt} style="date" />
            </span>
            <span className={classes.namedWords}>{one.words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
