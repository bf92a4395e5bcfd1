import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { csvHref } from '../../../../web/csv.ts';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney, formatShare, Money } from '../../../../web/parts/money.tsx';
import type { Outcome, SummaryDimension } from '../../reasons/contract.ts';
import { summaryDimensions } from '../../reasons/contract.ts';
import type { ReasonRow, Summary } from './api-types.ts';
import classes from './reasons.module.css';
import { SaidList } from './said-list.tsx';
import type { PageState, SetState } from './state.ts';
import { hrefOf, intervalWords, kindWords, plural } from './words.ts';

/** “Lost deals are lost for price, it is said: 7 of 14, €358,650; then no decision (4).” */
export function saidSentence(summary: Summary, outcome: Outcome) {
  const { deals, said } = summary[outcome];
  if (deals === 0) return `No deal was ${outcome} in this time.`;
  if (said === 0)
    return `${plural(deals, 'deal')} ${deals === 1 ? 'was' : 'were'} ${outcome}; nobody has said why yet.`;
  const [first, second] = rowsOf(summary, outcome);
  if (!first) return null;
  return (
    <>
      “{first.label}” is said most of deals that were {outcome}:{' '}
      <Figure evidence={{ outcome, reason: first.key }} label={`${first.deals} deals: ${first.label}`}>
        {formatCount(first.deals)}
      </Figure>{' '}
      of {formatCount(said)}, worth{' '}
      {formatMoney({ amountMinor: first.amountMinor, currency: summary.currency })}
      {second ? (
        <>
          ; then “{second.label}” (
          <Figure evidence={{ outcome, reason: second.key }} label={`${second.deals} deals: ${second.label}`}>
            {formatCount(second.deals)}
          </Figure>
          )
        </>
      ) : null}
      .
    </>
  );
}

export function SaidSub({ summary }: { summary: Summary }) {
  const { won, lost, medianTookMs, withinTenSeconds, timed, noRate } = summary;
  return (
    <>
      Said of {formatCount(won.said)} of {plural(won.deals, 'won deal')} and {formatCount(lost.said)} of{' '}
      {plural(lost.deals, 'lost deal')} that closed in this time.
      {medianTookMs !== null && withinTenSeconds !== null
        ? ` The middle answer took ${Math.round(medianTookMs / 1_000)} s; ${formatShare(withinTenSeconds)} of ${formatCount(timed)} took ten or less.`
        : ''}
      {noRate.length > 0
        ? ` Not in the sums, for want of a rate: ${noRate.map((one) => `${plural(one.deals, 'deal')} in ${one.currency}`).join(', ')}.`
        : ''}
    </>
  );
}

const rowsOf = (summary: Summary, outcome: Outcome): ReasonRow[] =>
  summary.rows.filter((row) => row.outcome === outcome);

type ViewProps = { summary: Summary; state: PageState; set: SetState };

/** Reasons by count and worth, by groups, against whom, what mattered; and the deals themselves. */
export function SaidView({ summary, state, set }: ViewProps) {
  const rows = rowsOf(summary, state.outcome);
  if (rows.length === 0)
    return (
      <EmptyState heading={`Of deals that were ${state.outcome} in this time, nobody has said why.`}>
        When a deal closes, whoever sold it is asked. It can be said of any closed deal, on its page, with the
        key y.
      </EmptyState>
    );
  return (
    <>
      <div className={classes.duo}>
        <Bars rows={rows} summary={summary} outcome={state.outcome} />
        <div className={classes.stack}>
          <Competitors summary={summary} />
          <Mattered summary={summary} outcome={state.outcome} />
        </div>
      </div>
      <Groups rows={rows} summary={summary} state={state} set={set} />
      <SaidList state={state} set={set} rows={rows} />
    </>
  );
}

function Bars({
  rows,
  summary,
  outcome,
}: {
  rows: readonly ReasonRow[];
  summary: Summary;
  outcome: Outcome;
}) {
  const most = Math.max(...rows.map(({ deals }) => deals), 1);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="bars-heading">
      <h2 id="bars-heading">
        Why deals were {outcome} <span className={classes.soft}>· a deal may have several reasons</span>
      </h2>
      <table className={classes.bars}>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Deals</th>
            <th scope="col" title={summary.intervals}>
              Share, 95 %
            </th>
            <th scope="col">Worth</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <span>{row.label}</span>
                <span className={classes.track} aria-hidden="true">
                  <span className={classes.bar} style={{ width: `${(row.deals / most) * 100}%` }} />
                </span>
              </th>
              <td>
                <Figure evidence={{ outcome, reason: row.key }} label={`${row.deals} deals: ${row.label}`}>
                  {formatCount(row.deals)}
                </Figure>
              </td>
              <td>
                {formatShare(row.share)} <span className={classes.interval}>{intervalWords(row)}</span>
              </td>
              <td>
                <Money of={{ amountMinor: row.amountMinor, currency: summary.currency }} style="compact" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const dimensionWords: Record<SummaryDimension, string> = {
  quarter: 'quarter',
  segment: 'segment',
  stage: 'stage before the close',
  competitor: 'competitor',
  origin: 'channel of the first touch',
  alternative: 'the alternative and the rest',
  product: 'product',
  seller: 'seller',
};

function Groups({ rows, summary, state, set }: ViewProps & { rows: readonly ReasonRow[] }) {
  const { groups } = summary;
  const shown = groups
    .map((group, nth) => ({ group, nth, said: group[state.outcome] }))
    .filter(({ said }) => said > 0);
  const table = [
    ['Reason', ...shown.map(({ group }) => group.label)],
    ...rows.map((row) => [row.label, ...shown.map(({ nth }) => row.groups[nth] ?? 0)]),
    ['Deals with a word', ...shown.map(({ said }) => said)],
  ];
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="groups-heading">
      <div className={classes.cardHead}>
        <h2 id="groups-heading">
          The same by {dimensionWords[state.by]}{' '}
          <span className={classes.soft}>· the shade is the share of the column’s deals</span>
        </h2>
        <div className={classes.tools}>
          <a className={classes.quiet} href={csvHref(table)} download={`reasons-by-${state.by}.csv`}>
            CSV
          </a>
          <Select
            aria-label="By"
            size="xs"
            data={summaryDimensions.map((value) => ({ value, label: `by ${dimensionWords[value]}` }))}
            value={state.by}
            allowDeselect={false}
            onChange={(by) => set({ by: summaryDimensions.find((one) => one === by) })}
          />
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by the keyboard. */}
      <section className={classes.scroll} tabIndex={0} aria-label="Reasons by group">
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">Reason</th>
              {shown.map(({ group }) => (
                <th key={group.key} scope="col">
                  {group.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.label}</th>
                {shown.map(({ group, nth, said }) => (
                  <ShadedCell key={group.key} count={row.groups[nth] ?? 0} of={said} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Deals with a word</th>
              {shown.map(({ group, said }) => (
                <td key={group.key}>{formatCount(said)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </section>
    </section>
  );
}

function ShadedCell({ count, of }: { count: number; of: number }) {
  if (count === 0) return <td className="mute">–</td>;
  return (
    <td
      title={`${formatCount(count)} of ${formatCount(of)}`}
      style={{
        background: `color-mix(in srgb, var(--shbg) ${Math.round((count / of) * 100)}%, transparent)`,
      }}
    >
      {formatCount(count)}
    </td>
  );
}

function Competitors({ summary }: { summary: Summary }) {
  const { competitors, currency, won, lost } = summary;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="rivals-heading">
      <h2 id="rivals-heading">
        Against whom{' '}
        <span className={classes.soft}>
          · named in {formatCount(named(summary))} of {plural(won.said + lost.said, 'deal')}
        </span>
      </h2>
      {competitors.length === 0 ? (
        <p className="mute">No competitor was named in this time.</p>
      ) : (
        <table className={classes.plainTable}>
          <thead>
            <tr>
              <th scope="col">Competitor</th>
              <th scope="col">Won</th>
              <th scope="col">Lost</th>
              <th scope="col">Lost worth</th>
            </tr>
          </thead>
          <tbody>
            {competitors.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td title={`Won ${intervalWords(one)} (95 %)`}>{formatCount(one.won)}</td>
                <td>{formatCount(one.lost)}</td>
                <td>
                  <Money of={{ amountMinor: one.amountMinor, currency }} style="compact" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** At least so many: a deal may name several. */
const named = ({ competitors }: Summary) => Math.max(0, ...competitors.map(({ won, lost }) => won + lost));

const shownMatters = 6;

function Mattered({ summary, outcome }: { summary: Summary; outcome: Outcome }) {
  const matters = summary.mattered
    .filter((one) => one[outcome] > 0)
    .sort((one, other) => other[outcome] - one[outcome])
    .slice(0, shownMatters);
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="mattered-heading">
      <h2 id="mattered-heading">
        What mattered <span className={classes.soft}>· named of deals that were {outcome}</span>
      </h2>
      {matters.length === 0 ? (
        <p className="mute">Nothing was named in this time.</p>
      ) : (
        <ul className={classes.matterList}>
          {matters.map((one) => (
            <li key={`${one.kind} ${one.id}`}>
              <MatterName kind={one.kind} id={one.id} label={one.label} />
              <span className="mute">{kindWords[one.kind]}</span>
              <b>{formatCount(one[outcome])}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type MatterProps = { kind: keyof typeof kindWords; id: string | null; label: string };

export function MatterName({ kind, id, label }: MatterProps) {
  const href = hrefOf({ kind, id });
  return href === null ? <span>{label}</span> : <Link to={href}>{label}</Link>;
}
