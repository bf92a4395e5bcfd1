import { Link } from '@tanstack/react-router';
import { When } from '../../../../web/parts/when.tsx';
import type { AuditLogEntry } from '../../contract.ts';
import { actionWords, recordHref, recordWords, shownValue } from './audit-words.ts';
import classes from './settings.module.css';

/** One change in full: who, when, why, and each field from → to. */
export function AuditEntryDetails({ entry }: { entry: AuditLogEntry | undefined }) {
  if (!entry)
    return <p className="mute">This change is further down the list. Close this, and scroll to it.</p>;
  const href = recordHref(entry.recordType, entry.recordId);
  const label = entry.recordLabel ?? entry.recordId ?? '–';
  const changes = Object.entries(entry.changes);
  return (
    <>
      <dl className={classes.entryFacts}>
        <dt>What</dt>
        <dd>{actionWords(entry.action)}</dd>
        <dt>{recordWords[entry.recordType] ?? 'Record'}</dt>
        <dd>{href ? <Link to={href}>{label}</Link> : label}</dd>
        <dt>Who</dt>
        <dd>{entry.actorName}</dd>
        <dt>When</dt>
        <dd>
          <When at={entry.at} style="exact" />
        </dd>
        {entry.reason ? (
          <>
            <dt>Why</dt>
            <dd>{entry.reason}</dd>
          </>
        ) : null}
      </dl>
      {changes.length > 0 ? (
        <table className={classes.changes}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(([field, { from, to }]) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{shownValue(from)}</td>
                <td>{shownValue(to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
