import type { ReactNode } from 'react';
import { PageTabs } from '../../../web/parts/page-tabs.tsx';
import { SettingsFrame } from '../../workspace/ui/settings/settings-frame.tsx';

const tabs = [
  { to: '/settings/tracking', label: 'Connect' },
  { to: '/settings/tracking/sessions', label: 'Sessions' },
  { to: '/settings/tracking/channels', label: 'Channels' },
  { to: '/settings/tracking/not-counted', label: 'Not counted' },
  { to: '/settings/tracking/dead-letters', label: 'Dead letters' },
];

/** The frame of the tracking pages: the answering sentence, then the five of them. */
export function TrackingFrame(props: {
  title: string;
  answer: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { children, ...frame } = props;
  return (
    <SettingsFrame {...frame}>
      <PageTabs label="Tracking" tabs={tabs} />
      {children}
    </SettingsFrame>
  );
}
