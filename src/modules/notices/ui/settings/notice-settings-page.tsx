import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import { KindChoices } from './kind-choices.tsx';
import { LastMails } from './last-mails.tsx';
import { MailState } from './mail-state.tsx';
import { QuietTimes } from './quiet-times.tsx';
import classes from './settings.module.css';
import { clock, sameWishes, type Wishes, wishesOf } from './wishes.ts';

export type Preferences = Awaited<ReturnType<typeof client.notices.preferences>>;

/** What one is told and how. */
export function NoticeSettingsPage() {
  const preferences = useQuery(api.notices.preferences.queryOptions());
  return (
    <SettingsFrame
      title="Notices"
      answer={preferences.data ? <Answer of={preferences.data} /> : 'Notices'}
      sub="These are your own choices; nobody else’s change with them."
    >
      <ProblemNotice error={preferences.error} onRetry={() => void preferences.refetch()} />
      {preferences.data ? (
        <>
          <MailState of={preferences.data} />
          <Choices of={preferences.data} />
          {preferences.data.mail.ready ? <LastMails /> : null}
        </>
      ) : null}
    </SettingsFrame>
  );
}

function Answer({ of }: { of: Preferences }) {
  const { mail, digestOn, digestHour, quiet } = of;
  if (!mail.ready)
    return <>You are told in Liaison alone: this installation has no mail server to send with yet.</>;
  const parts = [
    digestOn ? `a digest at ${clock(digestHour * 60)}` : 'no digest',
    quiet ? `no mail from ${clock(quiet.fromMinute)} to ${clock(quiet.toMinute)}` : 'no quiet hours',
  ];
  return (
    <>
      You are told in Liaison at once, and by mail to {of.address}: {parts.join(', ')}.
    </>
  );
}

function Choices({ of }: { of: Preferences }) {
  const cache = useQueryClient();
  const saved = wishesOf(of);
  const [wishes, setWishes] = useState<Wishes>(saved);
  const save = useMutation(
    api.notices.savePreferences.mutationOptions({
      onSuccess: (now) => {
        cache.setQueryData(api.notices.preferences.queryKey(), now);
        setWishes(wishesOf(now));
      },
    }),
  );
  const changed = !sameWishes(wishes, saved);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(wishes);
      }}
    >
      <KindChoices kinds={of.kinds} wishes={wishes} onChange={setWishes} mailReady={of.mail.ready} />
      <QuietTimes wishes={wishes} onChange={setWishes} zone={of.zone} />
      <div className={`${settings.block} ${classes.save}`}>
        <ProblemNotice error={save.error} />
        <Button type="submit" disabled={!changed} loading={save.isPending}>
          Save
        </Button>
        {changed ? (
          <Button variant="default" onClick={() => setWishes(saved)}>
            Undo
          </Button>
        ) : null}
        <span role="status" className="mute">
          {changed ? 'Not saved yet.' : save.isSuccess ? 'Saved.' : ''}
        </span>
      </div>
    </form>
  );
}
