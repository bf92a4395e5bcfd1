import { type Channels, noticeKind } from '../kinds.ts';

/** How a person wants to be told. */
export type Preferences = {
  /** Only the kinds for which they chose. */
  channels: Readonly<Record<string, Channels>>;
  digestOn: boolean;
  /** The hour of their day at which the digest goes out. */
  digestHour: number;
  quiet: Quiet | null;
  quietWeekends: boolean;
  /** null: the workspace's. */
  timeZone: string | null;
};

/** Minutes after midnight; from later than to: over midnight. */
export type Quiet = { fromMinute: number; toMinute: number };

export const usualPreferences: Preferences = {
  channels: {},
  digestOn: true,
  digestHour: 8,
  quiet: null,
  quietWeekends: false,
  timeZone: null,
};

/**
 * What holds for one notice. Something that is not urgent waits for the digest, unless the person chose to have this
 * kind at once; with the digest turned off, what would stand in it is told in the page alone.
 */
export function effectiveChannels(options: {
  preferences: Preferences | undefined;
  kind: string;
  urgency: 'now' | 'digest';
}): Channels {
  const { preferences = usualPreferences, kind, urgency } = options;
  const chosen = preferences.channels[kind];
  const usual = noticeKind(kind).usual;
  const { page } = chosen ?? usual;
  const mail = chosen?.mail ?? (urgency === 'digest' && usual.mail === 'now' ? 'digest' : usual.mail);
  return { page, mail: mail === 'digest' && !preferences.digestOn ? 'off' : mail };
}
