import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { api } from '../../../../web/api.ts';
import { useConfirm } from '../../../../web/parts/confirm.tsx';
import { EmptyState } from '../../../../web/parts/empty-state.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { asProblem } from '../../../../web/problem.ts';
import { useMay } from '../../../../web/session.ts';
import { RecordPicker } from '../../../people/ui/record-picker.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { Calendar } from '../../calendar/contract.ts';
import { resultWords } from './calendar-words.ts';
import classes from './inbound.module.css';

/** The calendars that are read, and how to add one. */
export function Calendars({ mayWrite }: { mayWrite: boolean }) {
  const calendars = useQuery(api.calendars.list.queryOptions({ input: { limit: 200 } }));
  const items = calendars.data?.items ?? [];
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>Calendars</h2>
      <p className={classes.note}>
        Meetings that took place with people who are contacts become part of the story, each once, in however
        many calendars it stands. What your own people do among themselves is not kept.
      </p>
      <ProblemNotice error={calendars.error} onRetry={() => void calendars.refetch()} />
      {mayWrite ? <AddCalendar /> : null}
      {calendars.data && items.length === 0 ? (
        <EmptyState heading="No calendar is read yet">
          {mayWrite
            ? 'Subscribe to one above, or drop a file that your calendar exported.'
            : 'Whoever may write interactions can add one.'}
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <ul className={settings.rows}>
          {items.map((calendar) => (
            <Row key={calendar.id} calendar={calendar} mayWrite={mayWrite} />
          ))}
        </ul>
      ) : null}
      <Unplaced />
    </section>
  );
}

/** Leads to the tray while past meetings wait there. */
function Unplaced() {
  const waiting = useQuery(
    api.calendars.meetings.queryOptions({ input: { state: 'unknown_people', limit: 1 } }),
  );
  if (!waiting.data || waiting.data.items.length === 0) return null;
  return (
    <p className={classes.note}>
      Some past meetings are with people who are no contacts. <Link to="/tray">Place them in the tray</Link>
    </p>
  );
}

function useAdded() {
  const queries = useQueryClient();
  return async (calendar: Calendar) => {
    await queries.invalidateQueries({ queryKey: api.calendars.key() });
    notifications.show({
      message: `${calendar.name}: ${calendar.lastResult ? resultWords(calendar.lastResult) : 'read'}.`,
    });
  };
}

/** Takes a file by drop or by button, or the address of a feed. */
function AddCalendar() {
  const mayPick = useMay('people:read');
  const added = useAdded();
  const [teammateId, setTeammateId] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const whose = teammateId === null ? {} : { teammateId };
  const upload = useMutation(api.calendars.upload.mutationOptions({ onSuccess: added }));
  const take = (files: FileList | null) => {
    const [first] = files ?? [];
    if (first) upload.mutate({ data: first, ...whose });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same.
    <div
      className={classes.add}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Subscribe whose={whose}>
        {mayPick ? (
          <div style={{ flex: '1 1 180px' }}>
            <RecordPicker
              refers="teammate"
              label="Whose it is (else yours)"
              value={teammateId}
              onChange={(value) => setTeammateId(value)}
            />
          </div>
        ) : null}
      </Subscribe>
      <PickFile busy={upload.isPending} onFiles={take} />
      <ProblemNotice error={upload.error} />
      <p className={classes.note}>
        Google: Settings of the calendar, “Secret address in iCal format”. Outlook: Calendar, Shared
        calendars, Publish, the ICS link. Feeds are read every fifteen minutes and must be reachable on the
        internet.
      </p>
    </div>
  );
}

type SubscribeProps = { whose: { teammateId?: string }; children: ReactNode };

function Subscribe({ whose, children }: SubscribeProps) {
  const added = useAdded();
  const [url, setUrl] = useState('');
  const subscribe = useMutation(
    api.calendars.subscribe.mutationOptions({
      onSuccess: async (calendar) => {
        setUrl('');
        await added(calendar);
      },
    }),
  );
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        subscribe.mutate({ url, ...whose });
      }}
    >
      <TextInput
        label="Address of a calendar"
        placeholder="https://…/basic.ics or webcal://…"
        required
        withAsterisk={false}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        style={{ flex: '2 1 260px' }}
      />
      {children}
      <Button type="submit" loading={subscribe.isPending}>
        Subscribe
      </Button>
      <div style={{ flexBasis: '100%' }}>
        <ProblemNotice error={subscribe.error} />
      </div>
    </form>
  );
}

function PickFile({ busy, onFiles }: { busy: boolean; onFiles: (files: FileList | null) => void }) {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.actions}>
      <Button variant="default" loading={busy} onClick={() => file.current?.click()}>
        Upload an .ics file
      </Button>
      <span className="mute">or drop it here, up to 5 MB</span>
      <input
        ref={file}
        type="file"
        hidden
        accept=".ics,text/calendar"
        aria-label="Calendar file"
        onChange={(event) => {
          onFiles(event.currentTarget.files);
          // So that the same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function Row({ calendar, mayWrite }: { calendar: Calendar; mayWrite: boolean }) {
  const ask = useConfirm();
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: api.calendars.key() });
  const onError = (error: unknown) => notifications.show({ message: asProblem(error).detail, color: 'late' });
  const added = useAdded();
  const fetchNow = useMutation(
    api.calendars.fetch.mutationOptions({ onSuccess: added, onError, onSettled: renew }),
  );
  const remove = useMutation(api.calendars.remove.mutationOptions({ onSuccess: renew, onError }));
  const confirm = async () => {
    const answer = await ask({
      title: `Stop reading “${calendar.name}”?`,
      body: 'What it brought into the log stays. Meetings to come that stand in no other calendar go.',
      action: 'Stop reading',
      danger: true,
    });
    if (answer) remove.mutate({ calendarId: calendar.id });
  };
  return (
    <li className={settings.row}>
      <div className={settings.rowMain}>
        <div className={settings.rowName}>{calendar.name}</div>
        <div className={settings.rowDetail}>
          {calendar.teammate ? `${calendar.teammate.name}’s · ` : ''}
          {calendar.kind === 'feed' ? calendar.host : 'uploaded'} · read <When at={calendar.fetchedAt} />
          {calendar.lastResult && !calendar.lastError ? ` · ${resultWords(calendar.lastResult)}` : ''}
          {calendar.lastResult && calendar.lastResult.refused > 0
            ? ` · ${formatCount(calendar.lastResult.refused)} could not be read`
            : ''}
        </div>
        {calendar.lastError ? (
          <div className={classes.error}>
            {calendar.lastError}{' '}
            {calendar.succeededAt ? (
              <>
                It was last read well <When at={calendar.succeededAt} />.
              </>
            ) : null}
          </div>
        ) : null}
      </div>
      {mayWrite ? (
        <div className={settings.rowActions}>
          {calendar.kind === 'feed' ? (
            <Button
              size="xs"
              variant="default"
              loading={fetchNow.isPending}
              onClick={() => fetchNow.mutate({ calendarId: calendar.id })}
              aria-label={`Read ${calendar.name} now`}
            >
              Read now
            </Button>
          ) : null}
          <Button
            size="xs"
            variant="default"
            loading={remove.isPending}
            onClick={() => void confirm()}
            aria-label={`Stop reading ${calendar.name}`}
          >
            Stop
          </Button>
        </div>
      ) : null}
    </li>
  );
}
