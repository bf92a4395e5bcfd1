import { definitionsContract } from './definitions/contract.ts';

/** What words mean, and what follows from it: every operation of the language of both teams. */
export const languageContract = { ...definitionsContract };
