import { handOffAgreement } from '../definitions/starter/agreement.ts';
import type { SlaPolicy } from './policy.ts';

const stages = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'].map((key) => ({
  key,
  name: key.toUpperCase(),
}));

/** The agreement that comes with a workspace, with changes. */
export function agreement(change: (policy: SlaPolicy) => void = () => {}): SlaPolicy {
  const body = handOffAgreement(stages, 'Europe/Berlin');
  if (body?.kind !== 'sla') throw new Error('no agreement');
  const policy = structuredClone(body.policy);
  change(policy);
  return policy;
}

export const agreementStages = stages;
