import { Link } from '@tanstack/react-router';
import { formatCount } from '../../../web/parts/money.tsx';
import classes from './import.module.css';
import type { ImportView } from './import-view.ts';
import outcomeClasses from './outcome.module.css';
import { kindInWords } from './words.ts';

/** Where each kind of record is listed. */
const lists: Record<string, { to: string; label: string }> = {
  contact: { to: '/people/contacts', label: 'People' },
  account: { to: '/people/accounts', label: 'Accounts' },
  opportunity: { to: '/people/deals', label: 'Deals' },
  stage: { to: '/funnel', label: 'Funnel' },
};

const findings: string = '/quality';

/** What became of the rows, and the records that they held. */
export function Outcome({ record }: { record: ImportView }) {
  const isOpen = record.status === 'queued' || record.status === 'running';
  const kinds = Object.entries(record.byRecord).sort(([left], [right]) => placeOf(left) - placeOf(right));
  const isIn = !record.dryRun && record.outcomes.created + record.outcomes.updated > 0;
  return (
    <div className={outcomeClasses.outcome}>
      <section className="panel" aria-label="Rows by what became of them">
        <h2 className={classes.sideTitle}>Rows{isOpen ? ', so far' : ''}</h2>
        <RowsBar record={record} />
      </section>
      <section className="panel" aria-label="Records">
        <h2 className={classes.sideTitle}>Records{record.dryRun ? ', as they would be' : ''}</h2>
        {kinds.length === 0 ? (
          <p className={classes.sideNote}>None.</p>
        ) : (
          <table className={outcomeClasses.kindTable}>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">created</th>
                <th scope="col">updated</th>
                <th scope="col">unchanged</th>
              </tr>
            </thead>
            <tbody>
              {kinds.map(([kind, counts]) => (
                <tr key={kind}>
                  <th scope="row">{kindInWords(kind)}</th>
                  <td>{formatCount(counts.created)}</td>
                  <td>{formatCount(counts.updated)}</td>
                  <td>{formatCount(counts.unchanged)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {isIn ? <Onward kinds={kinds.map(([kind]) => kind)} /> : null}
      </section>
    </div>
  );
}

const order = [
  'contact',
  'account',
  'opportunity',
  'stage',
  'interaction',
  'campaign',
  'product',
  'teammate',
];
const placeOf = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

function Onward({ kinds }: { kinds: readonly string[] }) {
  const onward = kinds.flatMap((kind) => lists[kind] ?? []);
  return (
    <p className={outcomeClasses.onward}>
      See{' '}
      {onward.map(({ to, label }) => (
        <Link key={to} to={to}>
          {label}
        </Link>
      ))}
      <Link to={findings}>Doubtful data</Link>
    </p>
  );
}

function RowsBar({ record }: { record: ImportView }) {
  const { created, updated, unchanged, refused } = record.outcomes;
  const parts = [
    { key: 'created', label: 'created something', rows: created },
    { key: 'updated', label: 'updated something', rows: updated },
    { key: 'unchanged', label: 'changed nothing', rows: unchanged - record.leftOut },
    { key: 'leftOut', label: 'left out by the mapping', rows: record.leftOut },
    { key: 'refused', label: 'refused', rows: refused },
  ].filter((part) => part.rows > 0 || part.key === 'refused');
  return (
    <>
      <div className={outcomeClasses.rowsBar} aria-hidden="true">
        {parts.map(({ key, rows }) => (
          <span key={key} data-outcome={key} style={{ flexGrow: rows }} hidden={rows === 0} />
        ))}
      </div>
      <dl className={outcomeClasses.rowsLegend}>
        {parts.map(({ key, label, rows }) => (
          <div key={key}>
            <dt data-outcome={rows > 0 ? key : 'none'}>{label}</dt>
            <dd>
              {key === 'refused' && rows > 0 ? (
                <a href="#refused" className="late">
                  {formatCount(rows)}
                </a>
              ) : (
                formatCount(rows)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
