import { formatCount } from '../../../web/parts/money.tsx';
import type { RecordType } from '../lists/contract.ts';
import type { CustomValue, MergePreview } from './api-types.ts';
import { customWords } from './cells.tsx';
import { useFields } from './fields.ts';
import classes from './people.module.css';

export type Choices = Record<string, 'kept' | 'merged'>;

const countable = [
  ['interactions', 'interaction', 'interactions'],
  ['people', 'person', 'people'],
  ['deals', 'deal', 'deals'],
  ['profiles', 'profile', 'profiles'],
  ['stageChanges', 'stage change', 'stage changes'],
  ['externalIds', 'external id', 'external ids'],
  ['subsidiaries', 'subsidiary', 'subsidiaries'],
] as const;

/** "12 interactions, 1 deal and 2 profiles" */
export function movesWords(moves: MergePreview['moves']): string {
  const parts = countable.flatMap(([key, one, many]) => {
    const count = moves[key];
    return count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : many}`];
  });
  const last = parts.pop();
  if (last === undefined) return 'no interactions or deals';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

type MergeFieldsProps = {
  recordType: RecordType;
  preview: MergePreview;
  choices: Choices;
  onChoices: (choices: Choices) => void;
};

/** Field by field, whose value stands. Only where the two differ is there anything to choose. */
export function MergeFields({ recordType, preview, choices, onChoices }: MergeFieldsProps) {
  const fields = useFields(recordType);
  const { kept, merged } = preview;
  const differing = preview.fields.filter((field) => field.wins !== 'same');
  const same = preview.fields.length - differing.length;
  const words = (key: string, value: CustomValue, label: string | null): string | null => {
    const field = fields.find((one) => one.key === key);
    return label ?? (field ? customWords(field, value) : value === null ? null : String(value));
  };
  return (
    <div className={classes.mergeBox}>
      <table className={classes.merge}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">{kept.name} (stays)</th>
            <th scope="col">{merged.name}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((field) => {
            const wins = choices[field.field] ?? field.wins;
            const sides = [
              { side: 'kept' as const, text: words(field.field, field.kept, field.keptLabel) },
              { side: 'merged' as const, text: words(field.field, field.merged, field.mergedLabel) },
            ];
            return (
              <tr key={field.field}>
                <th scope="row">{field.label}</th>
                {sides.map(({ side, text }) => (
                  <td key={side}>
                    <label data-wins={wins === side || undefined}>
                      <input
                        type="radio"
                        name={`merge ${field.field}`}
                        checked={wins === side}
                        onChange={() => onChoices({ ...choices, [field.field]: side })}
                        aria-label={`${field.label}: ${text ?? 'blank'}`}
                      />
                      <span>{text ?? <span className="mute">blank</span>}</span>
                    </label>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={classes.quiet}>
        {differing.length === 0 ? 'The two do not differ in any field. ' : null}
        {same > 0 ? `${formatCount(same)} ${same === 1 ? 'field is' : 'fields are'} the same in both.` : null}
      </p>
    </div>
  );
}
