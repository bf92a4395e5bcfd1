import { formatCount } from '../../../web/parts/money.tsx';
import type { ReplayOutcome } from '../contract.ts';

/** What a replay came to. */
export function outcomeWords({ accepted, duplicate, deadLettered }: ReplayOutcome): string {
  const said = [
    accepted > 0 ? `${formatCount(accepted)} accepted` : '',
    duplicate > 0 ? `${formatCount(duplicate)} had arrived already` : '',
    deadLettered > 0 ? `${formatCount(deadLettered)} still refused` : '',
  ].filter(Boolean);
  return said.length === 0 ? 'Nothing was waiting.' : `${said.join(', ')}.`;
}
