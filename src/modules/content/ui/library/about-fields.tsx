import { Autocomplete, MultiSelect, Select, TagsInput } from '@mantine/core';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import classes from './add/add.module.css';
import type { Choices } from './add/kept.ts';
import type { Overview } from './api-types.ts';

const reviews = [
  { value: '3', label: 'in three months' },
  { value: '6', label: 'in half a year' },
  { value: '12', label: 'in a year' },
  { value: 'never', label: 'never' },
];

type AboutFieldsProps = {
  value: Choices;
  onChange: (value: Choices) => void;
  overview: Overview | undefined;
  /** Where the day of the next review is asked for elsewhere. */
  withoutReview?: boolean;
};

/** For whom a piece is, for which stage, whose it is, when to look at it again. */
export function AboutFields({ value, onChange, overview, withoutReview }: AboutFieldsProps) {
  const change = (changes: Partial<Choices>) => onChange({ ...value, ...changes });
  const isForBuyers = value.audience === 'buyer';
  return (
    <div className={classes.about}>
      <Autocomplete
        label="Type"
        placeholder="case study, product sheet …"
        data={overview?.knownTypes ?? []}
        value={value.type ?? ''}
        onChange={(type) => change({ type: type === '' ? null : type })}
        maxLength={100}
        limit={20}
      />
      <div>
        <div className={classes.label}>For</div>
        <Segmented
          label="For whom"
          value={value.audience}
          onChange={(audience) => change({ audience: audience === 'seller' ? 'seller' : 'buyer' })}
          options={[
            { value: 'buyer', label: 'Buyers' },
            { value: 'seller', label: 'Sellers only', tone: 'sales' },
          ]}
        />
      </div>
      <TagsInput
        label="Personas"
        placeholder={value.personas.length > 0 ? '' : isForBuyers ? 'every buyer' : 'any'}
        data={overview?.personas ?? []}
        value={value.personas}
        onChange={(personas) => change({ personas })}
        clearable
      />
      <MultiSelect
        label="Stage of the buyer"
        placeholder={value.buyingStages.length > 0 ? '' : 'any stage'}
        data={(overview?.buyingStages ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        value={value.buyingStages}
        onChange={(buyingStages) => change({ buyingStages })}
        clearable
      />
      <RecordPicker
        refers="campaign"
        label="Campaign or event"
        value={value.campaign?.id ?? null}
        known={value.campaign}
        onChange={(id, name) => change({ campaign: id === null ? null : { id, name } })}
      />
      <RecordPicker
        refers="teammate"
        label="Owner"
        value={value.owner?.id ?? null}
        known={value.owner}
        onChange={(id, name) => change({ owner: id === null ? null : { id, name } })}
      />
      {withoutReview ? null : (
        <Select
          label="Look at it again"
          data={reviews}
          value={value.reviewInMonths === null ? 'never' : String(value.reviewInMonths)}
          onChange={(next) =>
            change({ reviewInMonths: next === null || next === 'never' ? null : Number(next) })
          }
          allowDeselect={false}
        />
      )}
    </div>
  );
}
