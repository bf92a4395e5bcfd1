/** What the launcher and the ClickHouse child say to each other, over Node's IPC channel. */

export type StartMessage = {
  type: 'start';
  dataPath: string;
  spoolPath: string;
  configFile: string;
  /** 0 asks for any free port. */
  port: number;
  user: string;
  secret: string;
  database: string;
};

export type ParentMessage = StartMessage | { type: 'stop' };

export type ChildMessage =
  | { type: 'ready'; port: number; version: string }
  /** `data`: the folder cannot be used, a new one must be made. `other`: trying again may help. */
  | { type: 'failed'; reason: 'data' | 'other'; message: string }
  /** While it serves: a file in the folder cannot be read any more. */
  | { type: 'damaged'; message: string };

export function isParentMessage(value: unknown): value is ParentMessage {
  return hasType(value, ['start', 'stop']);
}

export function isChildMessage(value: unknown): value is ChildMessage {
  return hasType(value, ['ready', 'failed', 'damaged']);
}

/** The two ends are one program, started from one folder: the tag says enough. */
function hasType(value: unknown, types: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return typeof value.type === 'string' && types.includes(value.type);
}
