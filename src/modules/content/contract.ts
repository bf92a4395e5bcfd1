import { linksContract } from './links/contract.ts';

/** What there is to read: pieces and their versions, who was given them, and what was really read. */
export const contentContract = {
  links: linksContract,
};
