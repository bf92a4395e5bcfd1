import type { ReactNode } from 'react';
import { Term } from '../../../web/parts/term.tsx';
import type { FunnelStage } from './rows.ts';
import { formatDays } from './words.ts';

/** A stage's name that opens what it means: its gate, and how long one may wait in it. */
export function StageTerm({ stage, children }: { stage: FunnelStage; children?: ReactNode }) {
  const { name, gate, allowedHours } = stage;
  return (
    <Term
      meaning={
        <>
          <strong className="shared">{name}</strong>: {gate}.{' '}
          {allowedHours === null
            ? 'There is no limit to how long one may wait here.'
            : `Who waits here for more than ${formatDays(allowedHours / 24)} is past their time.`}
        </>
      }
      footer="In words for now: nobody has signed an exact definition yet."
    >
      {children ?? name}
    </Term>
  );
}
