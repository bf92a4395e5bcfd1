import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { timeZones } from '../../../workspace/ui/choices.ts';
import { keyFrom } from '../pages/editors/key-from.ts';
import { type Problems, problemAt, problemsUnder } from '../pages/editors/problems.ts';
import { DaysOff } from './days-off.tsx';
import { HolidayPicker } from './holiday-picker.tsx';
import classes from './sla.module.css';
import { WeekHours } from './week-hours.tsx';
import { type Calendar, newCalendar } from './words.ts';

type Props = {
  value: readonly Calendar[];
  onChange: (value: Calendar[]) => void;
  problems: Problems;
  disabled: boolean;
};

const mostCalendars = 20;

/** In which hours time counts. The first calendar holds for all who have no other. */
export function CalendarEditor({ value, onChange, problems, disabled }: Props) {
  const change = (place: number, calendar: Calendar) =>
    onChange(value.map((one, at) => (at === place ? calendar : one)));
  const add = () => {
    const keys = value.map(({ key }) => key);
    const zone = value[0]?.timeZone ?? 'UTC';
    onChange([...value, newCalendar(keyFrom('office', keys), `Office ${value.length + 1}`, zone)]);
  };
  return (
    <section className={`panel ${classes.side}`} data-side="both" aria-labelledby="calendars">
      <h2 id="calendars">When time counts</h2>
      <p className={classes.hint}>
        {value.length === 1
          ? 'These office hours hold for everybody.'
          : 'The first holds for all who have no other; a seller’s own is chosen under Routing.'}
      </p>
      {value.map((calendar, place) => (
        <fieldset key={calendar.key} className={classes.calendar}>
          <legend className="sr-only">{calendar.name || `Calendar ${place + 1}`}</legend>
          <div className={classes.calendarHead}>
            <TextInput
              label="Name"
              value={calendar.name}
              maxLength={80}
              disabled={disabled}
              error={
                problemAt(problems, `${place}.name`) ??
                problemAt(problems, `${place}.key`) ??
                problemAt(problems, String(place))
              }
              onChange={(event) => change(place, { ...calendar, name: event.currentTarget.value })}
            />
            <Select
              label="Time zone"
              data={timeZones.includes(calendar.timeZone) ? timeZones : [calendar.timeZone, ...timeZones]}
              value={calendar.timeZone}
              searchable
              allowDeselect={false}
              disabled={disabled}
              error={problemAt(problems, `${place}.timeZone`)}
              onChange={(timeZone) => timeZone && change(place, { ...calendar, timeZone })}
            />
            {disabled || value.length === 1 ? null : (
              <ActionIcon
                className={classes.remove}
                aria-label={`Remove ${calendar.name || `calendar ${place + 1}`}`}
                onClick={() => onChange(value.filter((_, at) => at !== place))}
              >
                ×
              </ActionIcon>
            )}
          </div>
          <div className={classes.calendarParts}>
            <WeekHours
              value={calendar.hours}
              onChange={(hours) => change(place, { ...calendar, hours })}
              problems={problemsUnder(problems, `${place}.hours`)}
              disabled={disabled}
            />
            <div className={classes.off}>
              <HolidayPicker
                value={calendar.holidays}
                onChange={(holidays) => change(place, { ...calendar, holidays })}
                disabled={disabled}
              />
              <DaysOff
                value={calendar.daysOff}
                onChange={(daysOff) => change(place, { ...calendar, daysOff })}
                error={problemAt(problems, `${place}.daysOff`)}
                disabled={disabled}
              />
            </div>
          </div>
        </fieldset>
      ))}
      {disabled || value.length >= mostCalendars ? null : (
        <Button variant="default" size="compact-sm" onClick={add}>
          Add a calendar
        </Button>
      )}
    </section>
  );
}
