import { Button, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import classes from '../../../workspace/ui/settings/settings.module.css';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import { type ReadingMode, readingModes } from '../../reading/contract.ts';

const words: Record<ReadingMode, { label: string; description: string; answer: string }> = {
  persons: {
    label: 'Name readers',
    description:
      'A visit belongs to the person whom the link names, or whose address was given at its gate. Who shared it is told while they read, and when it was passed on.',
    answer: 'Readers of shared content are named.',
  },
  anonymous: {
    label: 'Name nobody',
    description:
      'The time on each page is kept, but no person, address, device or network. Nobody is told while somebody reads, and forwards are not noticed.',
    answer: 'Readers of shared content are not named.',
  },
};

/** Whether readers are named. */
export function ReadingSettingsPage() {
  const settings = useQuery(api.content.reading.settings.queryOptions());
  const mayChange = useMay('workspace:admin');
  return (
    <SettingsFrame
      title="Reading"
      answer={settings.data ? words[settings.data.mode].answer : 'What is kept of who reads.'}
      sub="Holds for visits that begin from now on; those of before stay as they are."
    >
      <ProblemNotice error={settings.error} />
      {settings.data && mayChange ? <ModeForm saved={settings.data.mode} /> : null}
      {mayChange ? null : <p className="mute">An admin can change this.</p>}
    </SettingsFrame>
  );
}

function ModeForm({ saved }: { saved: ReadingMode }) {
  const [mode, setMode] = useState(saved);
  const cache = useQueryClient();
  const save = useMutation(
    api.content.reading.saveSettings.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: 'Saved.' });
        await cache.invalidateQueries();
      },
    }),
  );
  const choose = (value: string) => setMode(readingModes.find((known) => known === value) ?? saved);
  return (
    <form
      className={classes.narrow}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ mode });
      }}
    >
      <Stack gap="md">
        <ProblemNotice error={save.error} />
        <Radio.Group
          label="Of people who read what was shared"
          description="Following single persons needs their consent in some countries; ask whoever answers for privacy."
          value={mode}
          onChange={choose}
        >
          <Stack gap="sm" mt="sm">
            {readingModes.map((known) => (
              <Radio
                key={known}
                value={known}
                label={words[known].label}
                description={words[known].description}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <Button type="submit" loading={save.isPending} disabled={mode === saved}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}
