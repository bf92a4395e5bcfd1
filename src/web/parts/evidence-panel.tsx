import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { phone } from './breakpoints.ts';

type EvidencePanelProps = { opened: boolean; onClose: () => void; title: ReactNode; children: ReactNode };

/** The drawer itself; `EvidenceDrawer` loads it when the first number is opened. */
export function EvidencePanel({ opened, onClose, title, children }: EvidencePanelProps) {
  const onPhone = useMediaQuery(phone);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position={onPhone ? 'bottom' : 'right'}
      size={onPhone ? '88%' : 720}
      title={title}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {children}
    </Drawer>
  );
}
