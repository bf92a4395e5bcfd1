import { Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { setSingleKeys, singleKeysOn, useShownKeys } from '../keys.ts';
import { Kbd } from '../parts/kbd.tsx';
import classes from './key-help.module.css';

/** What the keys do right now, on `?`. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = useShownKeys();
  const [single, setSingle] = useState(singleKeysOn);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard" size="lg">
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className={classes.heading}>{group.name}</h3>
            <dl className={classes.list}>
              {group.shortcuts.map((shortcut) => (
                <div key={shortcut.keys} className={classes.row}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="lg"
        color="ink"
        label="Single-key shortcuts"
        description="Switch off if you speak your input: letters then do nothing by themselves."
        checked={single}
        onChange={(event) => {
          setSingleKeys(event.currentTarget.checked);
          setSingle(event.currentTarget.checked);
        }}
      />
    </Modal>
  );
}
