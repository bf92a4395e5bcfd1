import type { ReactNode } from 'react';
import { DefinedTerm } from '../../language/ui/terms/defined-term.tsx';
import type { FunnelStage } from './rows.ts';
import { formatDays } from './words.ts';

/** A stage's name that opens its definition, with how long one may wait in it. */
export function StageTerm({
  stage,
  children,
}: {
  stage: Pick<FunnelStage, 'key' | 'name' | 'allowedHours'>;
  children?: ReactNode;
}) {
  const { key, name, allowedHours } = stage;
  return (
    <DefinedTerm
      term={key}
      more={
        allowedHours === null
          ? 'There is no limit to how long one may wait here.'
          : `Who waits here for more than ${formatDays(allowedHours / 24)} is past their time.`
      }
    >
      {children ?? name}
    </DefinedTerm>
  );
}
