/** What words mean, and what follows from it: every operation of the language of both teams. */
export const languageContract = {};
