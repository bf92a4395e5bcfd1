/** What the walk sends to a route, so that only who asks decides the answer. Parameters named like a record are filled in. */
export type WalkedRoute = {
  /** Parameters that name no record. */
  params?: Record<string, string>;
  /** The record that a parameter names, where its name does not say so. */
  names?: Record<string, string>;
  query?: string | ((ours: Record<string, string>) => string);
  body?: object | ((ours: Record<string, string>) => object);
  form?: () => FormData;
  /** Its query or body names records of the workspace: a stranger's call must end in 404. */
  namesRecords?: true;
  /** Input that is to be refused with 400, where a wrong id in the path does not do. */
  wrong?: { query?: string; body?: object };
  takesNoInput?: true;
};

export const none: WalkedRoute = { takesNoInput: true };
export const list: WalkedRoute = { wrong: { query: '?limit=0' } };
export const byId: WalkedRoute = {};
