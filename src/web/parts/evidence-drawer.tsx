import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import type { z } from 'zod';

const EvidencePanel = lazy(async () => ({ default: (await import('./evidence-panel.tsx')).EvidencePanel }));

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
  const show = useShowEvidence();
  const parsed = schema.safeParse(search.evidence);
  const opened = search.evidence !== undefined && parsed.success;
  // The last content stays while the drawer slides away.
  const last = useRef<z.output<Schema> | null>(null);
  if (opened) last.current = parsed.data;
  if (last.current === null) return null;
  return (
    <Suspense>
      <EvidencePanel
        opened={opened}
        onClose={() => show(undefined)}
        title={title(last.current)}
        evidence={last.current}
      >
        {children(last.current)}
      </EvidencePanel>
    </Suspense>
  );
}

/** Opens the drawer from code: `const show = useShowEvidence(); show({ stage: 'mql' })`; undefined shuts it. */
export function useShowEvidence(): (evidence: string | Record<string, unknown> | undefined) => void {
  const navigate = useNavigate();
  return (evidence) => {
    void navigate({
      to: '.',
      search: (now: Record<string, unknown>) => ({ ...now, evidence }),
      resetScroll: false,
    });
  };
}
