import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../../../web/session.ts';
import { BriefDialog } from './brief-dialog.tsx';

/** Where a packet names its campaign: marketing writes the brief from there. */
export function BriefLink({
  campaign,
  written,
}: {
  campaign: { id: string; name: string };
  written: boolean;
}) {
  const mayWrite = useMay('handoffs:offer');
  const [open, setOpen] = useState(false);
  if (!mayWrite) return written ? null : <>(it has no brief)</>;
  return (
    <>
      <Button variant="subtle" size="compact-xs" color="marketing" onClick={() => setOpen(true)}>
        {written ? 'Change it' : 'Write its brief'}
      </Button>
      {open ? <BriefDialog campaign={campaign} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
