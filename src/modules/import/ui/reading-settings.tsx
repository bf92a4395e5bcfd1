import { Select, TagsInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useWorkspace } from '../../../web/session.ts';
import { type DateFormat, dateFormats, type Mapping } from '../mapping/contract.ts';
import classes from './import.module.css';
import sideClasses from './sides.module.css';

type ReadingSettingsProps = {
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  problems: Record<string, string[]>;
};

const dateLabels: Record<DateFormat, string> = {
  iso: '2025-03-28 (ISO)',
  'day-month-year': '28.3.2025, 28/3/2025',
  'month-day-year': '3/28/2025',
  'year-month-day': '2025/3/28',
  'unix-seconds': 'Unix seconds',
  'unix-milliseconds': 'Unix milliseconds',
};

const several = 'several';

/** How values are read where a column does not say otherwise. */
export function ReadingSettings({ mapping, onMapping, problems }: ReadingSettingsProps) {
  const { currency, timeZone } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const isWrong = Object.keys(problems).length > 0;
  // Opens where something in it is wrong, and stays open once that is put right.
  useEffect(() => {
    if (isWrong) setIsOpen(true);
  }, [isWrong]);
  const error = (key: string) => problems[key]?.join('; ');
  const text = (key: 'timeZone' | 'currency', value: string) => {
    const { [key]: _, ...rest } = mapping;
    onMapping(value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <details className="panel" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={classes.sideTitle}>How values are read</summary>
      <div className={sideClasses.settings}>
        <TextInput
          size="xs"
          label="Name of this mapping"
          value={mapping.name}
          error={error('name')}
          onChange={(event) => onMapping({ ...mapping, name: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label="System the ids are from"
          description="Ids of different systems never meet: hubspot, shop, event-2025"
          value={mapping.system}
          error={error('system')}
          onChange={(event) => onMapping({ ...mapping, system: event.currentTarget.value })}
        />
        <Dates mapping={mapping} onMapping={onMapping} error={error('dates')} />
        <Select
          size="xs"
          label="Numbers"
          data={[
            { value: 'auto', label: 'as the file’s own numbers look' },
            { value: 'point', label: '1,234.50' },
            { value: 'comma', label: '1.234,50' },
          ]}
          value={mapping.decimals}
          allowDeselect={false}
          error={error('decimals')}
          onChange={(value) => {
            if (value === 'auto' || value === 'point' || value === 'comma')
              onMapping({ ...mapping, decimals: value });
          }}
        />
        <TextInput
          size="xs"
          label="Time zone of times without one"
          placeholder={timeZone}
          value={mapping.timeZone ?? ''}
          error={error('timeZone')}
          onChange={(event) => text('timeZone', event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="Currency of amounts without one"
          placeholder={currency}
          value={mapping.currency ?? ''}
          error={error('currency')}
          onChange={(event) => text('currency', event.currentTarget.value.toUpperCase())}
        />
        <TagsInput
          size="xs"
          label="Words that mean nothing is there"
          placeholder={mapping.blank.length === 0 ? 'N/A, unknown' : ''}
          value={mapping.blank}
          error={error('blank')}
          onChange={(blank) => onMapping({ ...mapping, blank })}
        />
      </div>
    </details>
  );
}

type DatesProps = { mapping: Mapping; onMapping: (mapping: Mapping) => void; error: string | undefined };

function Dates({ mapping, onMapping, error }: DatesProps) {
  const { dates } = mapping;
  const [only] = typeof dates === 'string' ? [dates] : dates.length === 1 ? dates : [];
  const listed = dateFormats.map((format) => ({ value: String(format), label: dateLabels[format] }));
  const many = only === undefined && typeof dates !== 'string';
  return (
    <Select
      size="xs"
      label="Dates"
      data={
        many
          ? [{ value: several, label: dates.map((format) => dateLabels[format]).join(', or ') }, ...listed]
          : listed
      }
      value={only ?? several}
      allowDeselect={false}
      error={error}
      onChange={(value) => {
        const chosen = dateFormats.find((format) => format === value);
        if (chosen) onMapping({ ...mapping, dates: chosen });
      }}
    />
  );
}
