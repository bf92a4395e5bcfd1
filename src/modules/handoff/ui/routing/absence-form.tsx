import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import type { Seller } from './api-types.ts';
import classes from './routing.module.css';
import { daysInWords } from './seller-words.ts';
import { useChange } from './use-change.ts';

/** When somebody is away: on these days they get no leads, and their capacity is not counted on. */
export function AbsenceForm({ seller: { teammate, absences } }: { seller: Seller }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const add = useChange(client.handoff.routing.addAbsence, {
    said: (made) => `${teammate.name} is away ${daysInWords(made)}.`,
    after: () => {
      setFrom('');
      setTo('');
      setReason('');
    },
  });
  const remove = useChange(client.handoff.routing.removeAbsence, {
    said: () => 'The absence is taken back.',
  });
  return (
    <section className={classes.absences} aria-label="Absences">
      <h3>Away</h3>
      {absences.length === 0 ? <p className="mute">No absence is planned.</p> : null}
      <ul>
        {absences.map((one) => (
          <li key={one.id} className={classes.absenceRow}>
            <span>
              {daysInWords(one)}
              {one.reason ? <span className="mute"> · {one.reason}</span> : null}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              loading={remove.isPending && remove.variables.absenceId === one.id}
              onClick={() => remove.mutate({ absenceId: one.id })}
              aria-label={`Take back: away ${daysInWords(one)}`}
            >
              Take back
            </Button>
          </li>
        ))}
      </ul>
      <form
        className={classes.absence}
        onSubmit={(event) => {
          event.preventDefault();
          if (from === '') return;
          const last = to === '' ? from : to;
          add.mutate({ teammateId: teammate.id, from, to: last, ...(reason === '' ? {} : { reason }) });
        }}
      >
        <TextInput
          type="date"
          label="From"
          required
          withAsterisk={false}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label="To and with"
          min={from}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <TextInput
          label="Reason (optional)"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={from === ''}>
          Add
        </Button>
      </form>
      <ProblemNotice error={add.error ?? remove.error} withFields />
    </section>
  );
}
