import type { HandoffRow } from './api-types.ts';

export const stateWords: Record<HandoffRow['state'], string> = {
  offered: 'Offered',
  accepted: 'Accepted',
  rejected: 'Rejected',
  recycled: 'Recycled',
  expired: 'Expired without an answer',
  withdrawn: 'Withdrawn by marketing',
  returned: 'Given back',
  converted: 'Became a deal',
};
