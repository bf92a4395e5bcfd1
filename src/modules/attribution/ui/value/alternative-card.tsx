import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount, formatMoney } from '../../../../web/parts/money.tsx';
import { useMay } from '../../../../web/session.ts';
import type { Value } from './api-types.ts';
import type { SetState } from './state.ts';
import classes from './value.module.css';
import { daysText, percentText, plural } from './words.ts';

/** What marketing is held against, which tests a lead meets, and how it is worked out. */
export function AlternativeCard({ value, set }: { value: Value; set: SetState }) {
  const mayWrite = useMay('results:write');
  const { baseline } = value;
  return (
    <section className={`panel ${classes.card}`} aria-labelledby="alternative-heading">
      <div className={classes.head}>
        <h2 id="alternative-heading">
          The alternative: {baseline.kind === 'none' ? 'none yet' : baseline.name}
        </h2>
        {mayWrite ? (
          <Button size="compact-sm" variant="default" onClick={() => set({ edit: 'baseline' })}>
            {baseline.kind === 'none' ? 'Choose' : 'Change'}
          </Button>
        ) : null}
      </div>
      <AlternativeFigures value={value} />
      <TestsMet value={value} />
      <details className={classes.method}>
        <summary>How this is worked out</summary>
        <ol>
          {value.method.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function AlternativeFigures({ value }: { value: Value }) {
  const { baseline, stage, currency } = value;
  if (baseline.kind === 'none')
    return (
      <p className={classes.below}>
        No channel here looks like bought names or cold calls. Choose any channel or campaign to hold the
        others against, or say what such leads cost and how many of them convert.
      </p>
    );
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>Come to {stage.name}</dt>
          <dd>
            <RateOf value={value} />
          </dd>
        </div>
        <div>
          <dt>A lead costs</dt>
          <dd>
            {baseline.costPerLeadMinor === null ? (
              <span className="mute">not recorded</span>
            ) : (
              <span className={baseline.isCostAssumed ? classes.assumed : undefined}>
                {formatMoney({ amountMinor: baseline.costPerLeadMinor, currency }, 'round')}
                {baseline.isCostAssumed ? ' assumed' : ''}
              </span>
            )}
          </dd>
        </div>
        {baseline.row ? (
          <div>
            <dt>Leads</dt>
            <dd>
              <Figure evidence={{ key: 'baseline', side: 'row', state: 'came' }}>
                {formatCount(baseline.row.leads)}
              </Figure>
            </dd>
          </div>
        ) : null}
        {baseline.days === null ? null : (
          <div>
            <dt>Median time</dt>
            <dd>
              <span className={baseline.isRateAssumed ? classes.assumed : undefined}>
                {daysText(baseline.days)}
                {baseline.isRateAssumed ? ' assumed' : ''}
              </span>
            </dd>
          </div>
        )}
      </dl>
      <p className={classes.below}>
        {baseline.isSuggested ? 'Taken from the data, as nobody chose yet. ' : ''}
        {baseline.source ? `Source: ${baseline.source}. ` : ''}
        {value.horizon.words}
      </p>
    </>
  );
}

function RateOf({ value: { baseline } }: { value: Value }) {
  if (baseline.rate === null) return '–';
  if (baseline.isRateAssumed)
    return <span className={classes.assumed}>{percentText(baseline.rate)} assumed</span>;
  return (
    <>
      <Figure evidence={{ key: 'baseline', side: 'row', state: 'converted' }}>
        {percentText(baseline.rate)}
      </Figure>{' '}
      <span className="mute">
        {formatCount(baseline.row?.converted ?? 0)} of {formatCount(baseline.row?.judged ?? 0)}
      </span>
    </>
  );
}

function TestsMet({ value }: { value: Value }) {
  const { tests, marketing, baseline } = value;
  if (!tests) return null;
  const rows = [
    ['Marketing', marketing] as const,
    ...(baseline.row ? ([[baseline.name, baseline.row]] as const) : []),
  ];
  const shareOf = (met: number | undefined, of: number) => (of === 0 ? '–' : percentText((met ?? 0) / of));
  return (
    <div className={classes.tests}>
      <h3>
        Leads that pass the tests of{' '}
        <Link to="/language/$key" params={{ key: tests.definitionKey }} className={classes.term}>
          {tests.word}
        </Link>
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Test</span>
            </th>
            {rows.map(([name]) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tests.names.map((name, place) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {rows.map(([of, row]) => (
                <td key={of}>{shareOf(row.passedEach[place], row.leads)}</td>
              ))}
            </tr>
          ))}
          <tr className={classes.sum}>
            <th scope="row">all at once</th>
            {rows.map(([of, row]) => (
              <td key={of}>
                <Figure evidence={{ key: row.key, side: 'row', state: 'passed' }}>
                  {shareOf(row.passed ?? 0, row.leads)}
                </Figure>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className={classes.below}>
        Version {tests.versionNumber}
        {tests.isSigned ? ', signed by both sides' : ', not signed yet'}. Edit it under Language; of{' '}
        {plural(marketing.leads, 'lead')}.
      </p>
    </div>
  );
}
