/** A person an entry of a calendar names. The address is in lower case. */
export type MeetingPerson = { address: string; name: string | null };

/** One meeting as a calendar tells it; of a series, one of its days. */
export type ReadMeeting = {
  uid: string;
  /** When this one of a series was first meant to begin, in UTC; empty for a meeting that is no series. */
  recurrence: string;
  sequence: number;
  stampedAt: string | null;
  startsAt: string;
  endsAt: string;
  title: string;
  place: string | null;
  private: boolean;
  cancelled: boolean;
  organiser: string | null;
  /** Everybody invited and the organiser, without rooms and without who declined. */
  people: MeetingPerson[];
};

export type RefusedEntry = { uid: string | null; reason: string; raw: string };

export type CalendarReading = {
  name: string | null;
  meetings: ReadMeeting[];
  /** All-day entries, and what lies outside the window. */
  leftOut: number;
  refused: RefusedEntry[];
};

export type ReadingOptions = {
  text: string;
  /** Read as this zone's, where a time names none that is known. */
  timeZone: string;
  from: string;
  to: string;
  /** Series that never came to an end when they were tried. */
  skipUids: readonly string[];
};
