import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import settings from '../../../workspace/ui/settings/settings.module.css';
import type { Preferences } from './notice-settings-page.tsx';

const examples: Record<string, string> = {
  LIAISON_MAIL_URL: 'smtp://user:password@mail.company.com:587',
  LIAISON_MAIL_FROM: 'Liaison <liaison@company.com>',
};

/** Whether mail can go out; if not, exactly what to set. */
export function MailState({ of }: { of: Preferences }) {
  const { mail, address } = of;
  const test = useMutation(api.notices.testMail.mutationOptions());
  if (!mail.ready) {
    return (
      <section className={`${settings.block} ${settings.medium}`}>
        <h2>Mail cannot go out yet</h2>
        <p className="mute">
          Whoever runs Liaison sets {mail.missing.length === 1 ? 'this variable' : 'these variables'} of its
          environment and starts it again:
        </p>
        <pre className="panel" style={{ padding: '10px 14px', overflowX: 'auto' }}>
          {mail.missing.map((name) => `${name}=${examples[name] ?? ''}`).join('\n')}
        </pre>
      </section>
    );
  }
  return (
    <section className={`${settings.block} ${settings.medium}`}>
      <h2>Mail</h2>
      <ul className={settings.rows}>
        <li className={settings.row}>
          <div className={settings.rowMain}>
            <div className={settings.rowName}>{address ?? 'Only people have an address'}</div>
            <div className={settings.rowDetail}>Mail comes from {mail.from}.</div>
            {test.data ? (
              <div className={test.data.delivered ? 'ok' : 'late'} role="status">
                {test.data.words}
              </div>
            ) : null}
            <ProblemNotice error={test.error} />
          </div>
          <Button variant="default" size="xs" loading={test.isPending} onClick={() => test.mutate({})}>
            Send a test
          </Button>
        </li>
      </ul>
    </section>
  );
}
