import { Figure } from '../../../../web/parts/first-line.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { DefinedTerm } from '../../../language/ui/terms/defined-term.tsx';
import type { Commitment } from '../../measures/contract.ts';
import classes from './sla.module.css';
import { TrendBars, TrendTable } from './trend.tsx';
import { brokenWords, figureWords, terms, titles } from './words.ts';

type RowProps = { commitment: Commitment; isPromised: boolean; step: 'week' | 'month' };

/** One commitment: its figure against the promise as one calm bar, how it went, and what it is made of. */
export function CommitmentRow({ commitment, isPromised, step }: RowProps) {
  const { key, side, figure, unit, n, promise, kept } = commitment;
  const term = terms[key];
  const isLate = isPromised && kept === false && (side === 'marketing' || key === 'expired');
  return (
    <article className={classes.commitment} data-side={side} aria-labelledby={`sla-${key}`}>
      <div className={classes.top}>
        <div className={classes.about}>
          <h3 id={`sla-${key}`}>
            {term ? <DefinedTerm term={term}>{titles[key]}</DefinedTerm> : titles[key]}
          </h3>
          <p className={classes.promise}>{promise ?? 'nothing is promised'}</p>
        </div>
        <p className={classes.figure}>
          {figure === null ? (
            <span className="mute">
              {commitment.details.some(({ value }) => value !== null) ? '' : 'nothing to count'}
            </span>
          ) : (
            <Figure
              evidence={{ of: key, state: 'all' }}
              late={isLate}
              label={`${titles[key]}: ${figureWords(figure, unit)}, ${formatCount(n)} hand-offs`}
            >
              {figureWords(figure, unit)}
            </Figure>
          )}
        </p>
      </div>
      {figure === null ? null : <Bar commitment={commitment} />}
      {n === 0 && commitment.details.every(({ value }) => value === null) ? null : (
        <Below commitment={commitment} isPromised={isPromised} step={step} />
      )}
    </article>
  );
}

/** Its length is the figure, its mark the promise. */
function Bar({ commitment: { figure, promised, unit, key } }: { commitment: Commitment }) {
  const most = unit === 'percent' ? 100 : Math.max(figure ?? 0, promised ?? 0) * 1.1 || 1;
  const place = (value: number) => `${Math.min(100, (100 * value) / most)}%`;
  const showsMark = promised !== null && !(unit === 'percent' && promised >= 100);
  const name = `${titles[key]}: ${figureWords(figure, unit)}${promised === null ? '' : ` of ${figureWords(promised, unit)}`}`;
  return (
    <div className={classes.bar} role="img" aria-label={name}>
      <span className={classes.fill} style={{ width: place(figure ?? 0) }} />
      {showsMark ? <span className={classes.mark} style={{ left: place(promised) }} /> : null}
    </div>
  );
}

function Below({ commitment, isPromised, step }: RowProps) {
  const { key, details, brokenCount, waitingCount, n, trend, parts } = commitment;
  return (
    <div className={classes.below}>
      <ul className={classes.facts}>
        {key === 'volume' || brokenCount === 0 ? null : (
          <li>
            <Figure
              evidence={{ of: key, state: 'broken' }}
              late={isPromised && key !== 'acceptance' && key !== 'completeness'}
            >
              {brokenWords(commitment)}
            </Figure>{' '}
            of {formatCount(n)}
          </li>
        )}
        {waitingCount === 0 ? null : (
          <li>
            <Figure evidence={{ of: key, state: 'waiting' }}>{formatCount(waitingCount)}</Figure> still open
          </li>
        )}
        {details
          .filter(({ value }) => value !== null)
          .map(({ label, value, unit }) => (
            <li key={label}>
              {label} <b>{figureWords(value, unit)}</b>
            </li>
          ))}
        <Before commitment={commitment} />
      </ul>
      <TrendBars commitment={commitment} />
      <details className={classes.more}>
        <summary>{parts.length > 0 && key !== 'volume' ? 'In detail' : `By ${step}`}</summary>
        {key === 'volume' ? null : <Parts commitment={commitment} />}
        <TrendTable commitment={commitment} step={step} trend={trend} />
      </details>
    </div>
  );
}

function Before({ commitment: { figure, figureBefore, unit, key } }: { commitment: Commitment }) {
  if (figureBefore === null || figure === null || key === 'volume') return null;
  const difference = Math.round(figure - figureBefore);
  if (difference === 0 || unit !== 'percent') return <li>as before</li>;
  return (
    <li className={difference > 0 ? 'ok' : undefined}>
      {difference > 0 ? '+' : '−'}
      {Math.abs(difference)} points on the period before
    </li>
  );
}

/** By grade of the lead, by item of the packet. */
function Parts({ commitment: { key, parts } }: { commitment: Commitment }) {
  if (parts.length === 0) return null;
  return (
    <table className={classes.parts}>
      <thead>
        <tr>
          <th scope="col">{key === 'completeness' ? 'Item of the packet' : 'Grade, time allowed'}</th>
          <th scope="col">{key === 'completeness' ? 'was there' : 'in time'}</th>
          <th scope="col">of</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.key}>
            <th scope="row">{part.label}</th>
            <td>
              <Figure
                evidence={
                  key === 'completeness'
                    ? { of: key, state: 'broken', lacks: part.key }
                    : { of: key, state: 'all', where: { key: 'grade', value: part.key, label: part.label } }
                }
                label={`${part.label}: ${figureWords(part.figure, part.unit)}`}
              >
                {figureWords(part.figure, part.unit)}
              </Figure>
            </td>
            <td>{formatCount(part.n)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
