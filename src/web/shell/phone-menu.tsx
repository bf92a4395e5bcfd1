import { Drawer } from '@mantine/core';
import { Sidebar } from './sidebar.tsx';

type PhoneMenuProps = { opened: boolean; onClose: () => void; onFind: () => void; onHelp: () => void };

/** The navigation on a phone. */
export function PhoneMenu({ opened, onClose, onFind, onHelp }: PhoneMenuProps) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={280} title="Menu">
      <Sidebar onFind={onFind} onHelp={onHelp} onGo={onClose} />
    </Drawer>
  );
}
