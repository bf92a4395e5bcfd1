import { NativeSelect, Select, Switch, TextInput } from '@mantine/core';
import { browserTimeZone, timeZones } from '../../../workspace/ui/choices.ts';
import settings from '../../../workspace/ui/settings/settings.module.css';
import classes from './settings.module.css';
import { clock, minuteOf, type Wishes } from './wishes.ts';

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: clock(hour * 60) }));
const usualQuiet = { fromMinute: 20 * 60, toMinute: 7 * 60 };

type QuietTimesProps = { wishes: Wishes; onChange: (wishes: Wishes) => void; zone: string };

/** When the digest goes out, and when no mail does. */
export function QuietTimes({ wishes, onChange, zone }: QuietTimesProps) {
  const set = (change: Partial<Wishes>) => onChange({ ...wishes, ...change });
  const { digestOn, digestHour, quiet, quietWeekends, timeZone } = wishes;
  const setQuiet = (end: 'fromMinute' | 'toMinute', text: string) => {
    const minute = minuteOf(text);
    if (quiet && minute !== null) set({ quiet: { ...quiet, [end]: minute } });
  };
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>When mail goes out</h2>
      <ul className={settings.rows}>
        <li className={settings.row}>
          <Switch
            classNames={{ thumb: classes.thumb }}
            className={settings.rowMain}
            label="A digest each day"
            description="What you have read in Liaison before is left out; on a day without news there is none."
            checked={digestOn}
            onChange={(event) => set({ digestOn: event.currentTarget.checked })}
          />
          <NativeSelect
            aria-label="The digest’s hour"
            size="xs"
            w={100}
            disabled={!digestOn}
            data={hours}
            value={String(digestHour)}
            onChange={(event) => set({ digestHour: Number(event.currentTarget.value) })}
          />
        </li>
        <li className={settings.row}>
          <Switch
            classNames={{ thumb: classes.thumb }}
            className={settings.rowMain}
            label="Quiet hours"
            description="Mail that comes up then waits until they end. Liaison itself shows it at once."
            checked={quiet !== null}
            onChange={(event) => set({ quiet: event.currentTarget.checked ? usualQuiet : null })}
          />
          {quiet ? (
            <div className={classes.times}>
              <TextInput
                type="time"
                size="xs"
                aria-label="Quiet from"
                value={clock(quiet.fromMinute)}
                onChange={(event) => setQuiet('fromMinute', event.currentTarget.value)}
              />
              <span className="mute">to</span>
              <TextInput
                type="time"
                size="xs"
                aria-label="Quiet to"
                value={clock(quiet.toMinute)}
                onChange={(event) => setQuiet('toMinute', event.currentTarget.value)}
              />
            </div>
          ) : null}
        </li>
        <li className={settings.row}>
          <Switch
            classNames={{ thumb: classes.thumb }}
            className={settings.rowMain}
            label="Quiet weekends"
            description="Mail waits from Saturday until Monday."
            checked={quietWeekends}
            onChange={(event) => set({ quietWeekends: event.currentTarget.checked })}
          />
        </li>
        <li className={settings.row}>
          <div className={settings.rowMain}>
            <div className={settings.rowName}>Your time zone</div>
            <div className={settings.rowDetail}>
              {timeZone === null ? `The workspace’s holds: ${zone}.` : 'Hours above are of this zone.'} Your
              browser says {browserTimeZone()}.
            </div>
          </div>
          <Select
            aria-label="Your time zone"
            size="xs"
            w={220}
            searchable
            clearable
            placeholder="As the workspace"
            data={timeZones}
            limit={50}
            value={timeZone}
            onChange={(next) => set({ timeZone: next })}
          />
        </li>
      </ul>
    </section>
  );
}
