import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRef } from 'react';
import type { z } from 'zod';
import { phone } from './breakpoints.ts';

type EvidenceDrawerProps<Schema extends z.ZodType> = {
  /** Reads `?evidence=` as `<Figure evidence={…}>` wrote it; what does not fit keeps the drawer shut. */
  schema: Schema;
  /** What the number is made of, in words: "14 people past their time at MQL". */
  title: (evidence: z.output<Schema>) => ReactNode;
  /** The records: usually a `DataTable` with its CSV link. */
  children: (evidence: z.output<Schema>) => ReactNode;
};

/** The records behind a number: at the right, on a phone from below. Open while the address says so. */
export function EvidenceDrawer<Schema extends z.ZodType>({
  schema,
  title,
  children,
}: EvidenceDrawerProps<Schema>) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const onPhone = useMediaQuery(phone);
  const parsed = schema.safeParse(search.evidence);
  const opened = search.evidence !== undefined && parsed.success;
  // The last content stays while the drawer slides away.
  const last = useRef<z.output<Schema> | null>(null);
  if (opened) last.current = parsed.data;
  const close = () => {
    void navigate({
      to: '.',
      search: (now: Record<string, unknown>) => ({ ...now, evidence: undefined }),
      resetScroll: false,
    });
  };
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position={onPhone ? 'bottom' : 'right'}
      size={onPhone ? '88%' : 720}
      title={last.current === null ? null : title(last.current)}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      {last.current === null ? null : children(last.current)}
    </Drawer>
  );
}

/** Opens the drawer from code: `const show = useShowEvidence(); show({ stage: 'mql' })`. */
export function useShowEvidence(): (evidence: string | Record<string, unknown>) => void {
  const navigate = useNavigate();
  return (evidence) => {
    void navigate({
      to: '.',
      search: (now: Record<string, unknown>) => ({ ...now, evidence }),
      resetScroll: false,
    });
  };
}
