import { coverageContract } from './coverage/contract.ts';
import { decisionsContract } from './decisions/contract.ts';
import { libraryContract } from './library/contract.ts';
import { linksContract } from './links/contract.ts';
import { pieceContract } from './measures/piece/contract.ts';
import { readingContract } from './reading/contract.ts';
import { usageContract } from './usage/contract.ts';

/** What there is to read: pieces and their versions, who was given them, and what was really read. */
export const contentContract = {
  coverage: coverageContract,
  decisions: decisionsContract,
  library: libraryContract,
  links: linksContract,
  piece: pieceContract,
  reading: readingContract,
  usage: usageContract,
};
