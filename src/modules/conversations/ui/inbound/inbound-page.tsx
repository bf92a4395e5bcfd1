import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../web/api.ts';
import { ProblemNotice } from '../../../../web/parts/problem-notice.tsx';
import { useMay } from '../../../../web/session.ts';
import { SettingsFrame } from '../../../workspace/ui/settings/settings-frame.tsx';
import type { MailAddress } from '../../mail/contract.ts';
import { Calendars } from './calendars.tsx';
import { LastMails } from './last-mails.tsx';
import { MailAddressBlock } from './mail-address.tsx';
import { UpcomingMeetings } from './upcoming-meetings.tsx';

/** How mails and meetings come in by themselves: the address, the calendars, and what became of what came. */
export function InboundPage() {
  const mayWrite = useMay('interactions:write');
  const address = useQuery(api.mail.address.queryOptions({ enabled: mayWrite }));
  return (
    <SettingsFrame
      title="Mail and calendars"
      answer={address.data ? <Sentence address={address.data} /> : 'Mail and calendars.'}
      sub="Nobody has to type what was written or met: put the address in BCC, and let Liaison read the calendars."
    >
      <ProblemNotice error={address.error} onRetry={() => void address.refetch()} />
      {address.data ? <MailAddressBlock address={address.data} /> : null}
      {mayWrite ? <LastMails /> : null}
      <Calendars mayWrite={mayWrite} />
      <UpcomingMeetings />
    </SettingsFrame>
  );
}

function Sentence({ address }: { address: MailAddress }) {
  const { state, port } = address.door;
  if (state === 'open')
    return <>Mail to the workspace’s address is logged: the door stands open on port {port}.</>;
  if (state === 'failed') return <>The mail door could not be opened, so no mail comes in.</>;
  if (state === 'off') return <>The mail door is shut; mail that is sent to the address does not arrive.</>;
  return <>Mail comes in through another process of this installation.</>;
}
