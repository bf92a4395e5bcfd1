import { NativeSelect, Switch } from '@mantine/core';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { Preferences } from './notice-settings-page.tsx';
import classes from './settings.module.css';
import type { Wishes } from './wishes.ts';

type Kind = Preferences['kinds'][number];
type Mail = Kind['usual']['mail'];

const mailWays: { value: Mail; label: string }[] = [
  { value: 'now', label: 'At once' },
  { value: 'digest', label: 'In the digest' },
  { value: 'off', label: 'No mail' },
];

type KindChoicesProps = {
  kinds: readonly Kind[];
  wishes: Wishes;
  onChange: (wishes: Wishes) => void;
  mailReady: boolean;
};

/** One row a kind: in the page or not, and which mail. */
export function KindChoices({ kinds, wishes, onChange, mailReady }: KindChoicesProps) {
  const set = (kind: Kind, change: Partial<Kind['usual']>) => {
    const before = wishes.channels[kind.name] ?? kind.usual;
    onChange({ ...wishes, channels: { ...wishes.channels, [kind.name]: { ...before, ...change } } });
  };
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>What, and how</h2>
      <ul className={settings.rows}>
        {kinds.map((kind) => {
          const { page, mail } = wishes.channels[kind.name] ?? kind.usual;
          return (
            <li key={kind.name} className={settings.row}>
              <div className={settings.rowMain}>
                <div className={settings.rowName}>{kind.label}</div>
                <div className={settings.rowDetail}>{kind.sentence}</div>
              </div>
              <div className={classes.ways}>
                <Switch
                  classNames={{ thumb: classes.thumb }}
                  label="In Liaison"
                  aria-label={`In Liaison: ${kind.label}`}
                  checked={page}
                  onChange={(event) => set(kind, { page: event.currentTarget.checked })}
                />
                <NativeSelect
                  aria-label={`Mail: ${kind.label}`}
                  size="xs"
                  w={140}
                  disabled={!mailReady}
                  value={mail}
                  data={mailWays}
                  onChange={(event) => {
                    const way = mailWays.find(({ value }) => value === event.currentTarget.value);
                    if (way) set(kind, { mail: way.value });
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
