import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { formatDate } from '../../../../web/parts/when.tsx';
import classes from './sla.module.css';
import type { Calendar } from './words.ts';

type Holidays = Calendar['holidays'];
type Props = { value: Holidays; onChange: (value: Holidays) => void; disabled: boolean };

const asChoices = (places: readonly { key: string; name: string }[]) =>
  places.map(({ key, name }) => ({ value: key, label: name }));

/** Whose public holidays are days off: a country's, or those of a state or region of it too. */
export function HolidayPicker({ value, onChange, disabled }: Props) {
  const country = value?.country;
  const state = value?.state ?? undefined;
  const places = useQuery(
    api.language.listHolidayPlaces.queryOptions({
      input: { ...(country ? { country } : {}), ...(state ? { state } : {}) },
      placeholderData: (before) => before,
    }),
  );
  const { countries = [], states = [], regions = [] } = places.data ?? {};
  return (
    <fieldset className={classes.group}>
      <legend>Public holidays</legend>
      <ProblemNotice error={places.error} onRetry={() => void places.refetch()} />
      <div className={classes.places}>
        <Select
          label="Country"
          data={asChoices(countries)}
          value={country ?? null}
          placeholder="none"
          searchable
          clearable
          disabled={disabled}
          onChange={(next) => onChange(next ? { country: next, state: null, region: null } : null)}
        />
        {value && states.length > 0 ? (
          <Select
            label="State"
            data={asChoices(states)}
            value={value.state}
            placeholder="all of the country"
            searchable
            clearable
            disabled={disabled}
            onChange={(next) => onChange({ ...value, state: next, region: null })}
          />
        ) : null}
        {value?.state && regions.length > 0 ? (
          <Select
            label="Region"
            data={asChoices(regions)}
            value={value.region}
            placeholder="all of the state"
            searchable
            clearable
            disabled={disabled}
            onChange={(next) => onChange({ ...value, region: next })}
          />
        ) : null}
      </div>
      {value ? <Coming place={value} /> : <p className={classes.hint}>Time counts on public holidays.</p>}
    </fieldset>
  );
}

const told = 12;

function Coming({ place }: { place: NonNullable<Holidays> }) {
  const { country, state, region } = place;
  const holidays = useQuery(
    api.language.listHolidays.queryOptions({
      input: {
        country,
        ...(state ? { state } : {}),
        ...(region ? { region } : {}),
        from: new Date().toISOString().slice(0, 10),
        count: told,
      },
    }),
  );
  if (holidays.error) return <ProblemNotice error={holidays.error} onRetry={() => void holidays.refetch()} />;
  const items = holidays.data?.items ?? [];
  return (
    <>
      <p className={classes.hint}>Closed on these days, the next ones first:</p>
      <ul className={classes.holidays} aria-busy={holidays.isPending}>
        {items.map(({ date, name }) => (
          <li key={`${date} ${name}`}>
            <time dateTime={date}>{formatDate(date)}</time> {name}
          </li>
        ))}
      </ul>
    </>
  );
}
