import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { Segmented } from '../../../../web/parts/segmented.tsx';
import { When } from '../../../../web/parts/when.tsx';
import { useMay } from '../../../../web/session.ts';
import settings from '../../../workspace/ui/settings/settings.module.css';
import classes from './settings.module.css';

type Mail = Awaited<ReturnType<typeof client.notices.mails>>['items'][number];

/** What was mailed lately and what became of it; an admin sees everybody's. */
export function LastMails() {
  const mayAll = useMay('workspace:admin');
  const [whose, setWhose] = useState<'own' | 'all'>('own');
  const mails = useQuery(api.notices.mails.queryOptions({ input: { whose, limit: 20 } }));
  const items = mails.data?.items ?? [];
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <div className={classes.head}>
        <h2>Last mails</h2>
        {mayAll ? (
          <Segmented
            label="Whose mails"
            value={whose}
            onChange={setWhose}
            options={[
              { value: 'own', label: 'Mine' },
              { value: 'all', label: 'Everybody’s' },
            ]}
          />
        ) : null}
      </div>
      <ProblemNotice error={mails.error} onRetry={() => void mails.refetch()} />
      {mails.data && items.length === 0 ? <p className="mute">No mail was sent yet.</p> : null}
      {items.length > 0 ? (
        <ul className={settings.rows}>
          {items.map((mail) => (
            <li key={mail.id} className={settings.row}>
              <div className={settings.rowMain}>
                <div className={settings.rowName}>{mail.subject}</div>
                <div className={settings.rowDetail}>
                  {whose === 'all' ? `to ${mail.to ?? 'nobody'} · ` : ''}
                  <Outcome of={mail} />
                </div>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Outcome({ of }: { of: Mail }) {
  const { state, endedAt, dueAt, lastError, attempts, held, form } = of;
  if (state === 'sent')
    return (
      <>
        sent <When at={endedAt} />
      </>
    );
  if (state === 'dropped') return <>not sent: {lastError}</>;
  if (state === 'dead')
    return (
      <span className="late">
        given up <When at={endedAt} /> after {attempts === 1 ? 'one try' : `${attempts} tries`}: {lastError}
      </span>
    );
  if (attempts > 0)
    return (
      <span className="late">
        tried {attempts === 1 ? 'once' : `${attempts} times`}, again <When at={dueAt} />:{' '}
        {lastError ?? 'under way'}
      </span>
    );
  return (
    <>
      {form === 'digest' ? 'goes out ' : held ? 'waits for the end of quiet hours, ' : 'goes out '}
      <When at={dueAt} />
    </>
  );
}
