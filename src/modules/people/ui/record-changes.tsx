import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../../web/api.ts';
import { ProblemNotice } from '../../../web/parts/problem-notice.tsx';
import { When } from '../../../web/parts/when.tsx';
import type { ListField, RecordType } from '../lists/contract.ts';
import type { RecordChange } from './api-types.ts';
import { customWords } from './cells.tsx';
import { useFields, useStages } from './fields.ts';
import classes from './people.module.css';
import { SideSection } from './side-section.tsx';
import { useNames } from './use-choices.ts';

const pageRows = 6;

/** Who changed what on this record, latest first. */
export function RecordChanges({ recordType, recordId }: { recordType: RecordType; recordId: string }) {
  const own = useFields(recordType);
  const stages = useStages();
  // A move of a contact is written down as a change of its stage.
  const stage: ListField = {
    key: 'stage',
    label: 'Stage',
    kind: 'option',
    options: stages.map((one) => ({ value: one.key, label: one.name })),
  };
  const fields = recordType === 'contact' ? [...own, stage] : own;
  const changes = useInfiniteQuery(
    api.people.history.changes.infiniteOptions({
      input: (cursor: string | undefined) => ({ recordType, recordId, limit: pageRows, cursor }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = changes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SideSection heading="Changes">
      <ProblemNotice error={changes.error} onRetry={() => void changes.refetch()} />
      {changes.data && items.length === 0 ? (
        <p className={classes.quiet}>Nobody has changed anything by hand.</p>
      ) : null}
      <ul className={classes.plain}>
        {items.map((change) => (
          <Change key={change.id} change={change} fields={fields} />
        ))}
      </ul>
      {changes.hasNextPage ? (
        <button type="button" className={classes.textButton} onClick={() => void changes.fetchNextPage()}>
          Show earlier
        </button>
      ) : null}
    </SideSection>
  );
}

function Change({ change, fields }: { change: RecordChange; fields: readonly ListField[] }) {
  const entries = Object.entries(change.changes).filter(([key]) => key !== 'accountSource');
  const nameOf = useNames(
    entries.flatMap(([key, { from, to }]) => {
      const refers = fields.find((field) => field.key === key)?.refers;
      return refers ? [from, to].filter((id) => typeof id === 'string').map((id) => ({ refers, id })) : [];
    }),
  );
  const isNew = change.action.endsWith('.created');
  const verb = change.action.split('.').at(-1)?.replaceAll('_', ' ') ?? change.action;
  return (
    <li>
      {change.actorName}{' '}
      <span className="mute">
        <When at={change.at} />
      </span>
      <div className="mute">
        {entries.length === 0 || isNew ? verb : null}
        {isNew
          ? null
          : entries.map(([key, { from, to }]) => (
              <div key={key}>
                {lineOf({ key, field: fields.find((one) => one.key === key), from, to, nameOf })}
              </div>
            ))}
        {change.reason ? <div>“{change.reason}”</div> : null}
      </div>
    </li>
  );
}

/** `mergedInto` as "Merged into". */
function plainWords(key: string): string {
  const words = key
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '';
/** Another record, as it is written down; of a buying group's member also the part they play. */
const withName = z.object({
  name: z.string(),
  role: z.string().nullish(),
  isPrimary: z.boolean().nullish(),
});

type Line = {
  key: string;
  field: ListField | undefined;
  from: unknown;
  to: unknown;
  nameOf: (id: string) => string;
};

/** `Title: CFO → COO`, `City: Aarhus`, `Merged: Ada Muster, undone`. */
function lineOf({ key, field, from, to, nameOf }: Line): string {
  const label = field?.label ?? plainWords(key);
  if (key.startsWith('merged') && isBlank(to)) return `${label}: ${valueWords(field, from, nameOf)}, undone`;
  const before = isBlank(from) ? '' : `${valueWords(field, from, nameOf)} → `;
  return `${label}: ${before}${valueWords(field, to, nameOf)}`;
}

function valueWords(field: ListField | undefined, value: unknown, nameOf: (id: string) => string): string {
  if (isBlank(value)) return '–';
  const named = withName.safeParse(value);
  if (named.success) {
    const { name, role, isPrimary } = named.data;
    const part = [role, isPrimary ? 'primary' : null].filter((word) => word).join(', ');
    return part === '' ? name : `${name} (${part})`;
  }
  if (typeof value === 'object') return JSON.stringify(value);
  if (field?.refers) return nameOf(String(value));
  if (field && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')) {
    return customWords(field, value) ?? '–';
  }
  return String(value);
}
