import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { AskAbout } from '../../modules/language/ui/questions/ask-about.tsx';
import { figureHref, figureKeyOf } from '../../modules/language/ui/questions/figure-key.ts';
import { phone } from './breakpoints.ts';

type EvidencePanelProps = {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What stands in the address, which says which number it is. */
  evidence: unknown;
  children: ReactNode;
};

/** The drawer itself; `EvidenceDrawer` loads it when the first number is opened. */
export function EvidencePanel({ opened, onClose, title, evidence, children }: EvidencePanelProps) {
  const onPhone = useMediaQuery(phone);
  const name = useRef<HTMLSpanElement>(null);
  const { pathname, searchStr } = useLocation();
  const figureKey = figureKeyOf(pathname, evidence);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position={onPhone ? 'bottom' : 'right'}
      size={onPhone ? '88%' : 720}
      title={<span ref={name}>{title}</span>}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {children}
      <AskAbout
        key={figureKey}
        figureKey={figureKey}
        label={() => name.current?.textContent ?? ''}
        href={figureHref(pathname, searchStr)}
      />
    </Drawer>
  );
}
