import { formatExact, When } from '../../../web/parts/when.tsx';
import type { ConversationChange } from '../contract.ts';
import classes from './conversation.module.css';
import { labelOf, typeWords } from './words.ts';

const kindWords: Record<ConversationChange['kind'], string> = {
  corrected: 'corrected it',
  edited: 'edited it',
  withdrawn: 'withdrew it',
  restored: 'restored it',
  step_done: 'did the next step',
  step_reopened: 'reopened the next step',
};

const fieldWords: Record<string, string> = {
  type: 'type',
  occurredAt: 'when',
  direction: 'who began it',
  durationMinutes: 'minutes',
  private: 'private',
  subject: 'subject',
  body: 'what was said',
  outcome: 'outcome',
  nextStep: 'next step',
  theirs: 'theirs',
  ours: 'ours',
  account: 'company',
  opportunity: 'deal',
  exchanged: 'what was exchanged',
};

/** Who changed what, when and why; each field as it was and as it is. */
export function ConversationChanges({ changes }: { changes: readonly ConversationChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section className={classes.changes} aria-label="Corrections">
      <h3>Corrections</h3>
      <ol>
        {changes.map(({ id, kind, at, by, reason, changes: fields }) => (
          <li key={id}>
            <span>
              {by} {kindWords[kind]}
              {reason ? `: ${reason}` : ''}
            </span>
            <span className="mute">
              , <When at={at} />
            </span>
            {Object.entries(fields).map(([field, { from, to }]) => (
              <p key={field}>
                {fieldWords[field] ?? field}: <span className="mute">{valueWords(field, from)}</span> →{' '}
                {valueWords(field, to)}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (field === 'occurredAt' && typeof value === 'string') return formatExact(value);
  if (field === 'type') return labelOf(typeWords.find(({ type }) => type === value)?.type ?? 'call');
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(String).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
