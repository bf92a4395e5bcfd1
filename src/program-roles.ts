/** What one process of Liaison does; `--roles` picks. */
export const programRoles = ['http', 'worker'] as const;
export type ProgramRole = (typeof programRoles)[number];
