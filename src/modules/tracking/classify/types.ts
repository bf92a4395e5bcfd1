import type { ExclusionsInUse } from './judge.ts';

/** What the door knows of an event when it is judged. Nothing of it is kept by judging. */
export type JudgedEvent = {
  /** page, screen, track, identify, group or alias. */
  call: string;
  url: string | null;
  referrer: string | null;
  /** UTM parameters, from the event's context or its page's address. */
  campaign: {
    source: string | null;
    medium: string | null;
    name: string | null;
    term: string | null;
    content: string | null;
  };
  /** The visitor's own: of a server that sends for others, the server's agent and address are not given. */
  userAgent: string | null;
  ip: string | null;
  /** The browser itself says that a program steers it (context.automated, of our own tracker). */
  automated?: boolean;
  /** Under which name the profile is kept: its anonymousId, or user: and its userId. */
  profileKey?: string | null;
  /** An e-mail address the event says of its person, lower-case. */
  email: string | null;
  /** The request that brought it. */
  request: JudgedRequest;
};

export type JudgedRequest = {
  /** The page that sent it; null where it came from no browser. */
  origin: string | null;
  /** `purpose`, `sec-purpose` or `x-moz`: set where a browser fetches ahead of its user. */
  purpose: string | null;
  /** A member of this workspace is signed in to Liaison in the browser that sent it. */
  isMember: boolean;
};

export type Verdict = {
  /** The channel's name; null where nothing tells it. */
  channel: string | null;
  /** False: a bot, scanner, prefetch or colleague; flagReason says which. */
  verified: boolean;
  flagReason: string | null;
};

/** The judge of one workspace, with its settings at hand: judging an event waits for nothing. */
export type Classifier = {
  classify(event: JudgedEvent): Verdict;
  /** Whom the workspace does not count, for those who judge by more than a request. */
  exclusions: ExclusionsInUse;
};
