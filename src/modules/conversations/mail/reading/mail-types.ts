/** Somebody a mail names. Addresses are in lower case. */
export type MailPerson = { address: string; name: string | null };

export type MailFile = {
  name: string;
  /** What the sender says it is. */
  claimedType: string;
  /** Shown within the mail, such as the logo of a signature. */
  inline: boolean;
  content: Uint8Array;
};

/** A mail as it was read: nothing in it is believed yet. */
export type ReadMail = {
  messageId: string | null;
  /** Ids of the mails it answers, oldest first. */
  references: string[];
  from: MailPerson;
  to: MailPerson[];
  cc: MailPerson[];
  subject: string;
  /** Null where it does not say, or says nonsense. */
  sentAt: Date | null;
  /** The sender's clock, as minutes ahead of UTC; null where unknown. */
  offsetMinutes: number | null;
  /** Everything it says, with what it quotes. */
  text: string;
  /** An answer of a program: out of office, delivery report, mailing list. */
  automatic: boolean;
  files: MailFile[];
  /** Mails attached as mails, as they came. */
  attachedMails: Uint8Array[];
};

/** The mail that a forwarded one passes on, as far as it can be made out. */
export type ForwardedMail = {
  from: MailPerson;
  to: MailPerson[];
  cc: MailPerson[];
  subject: string;
  sentAt: Date | null;
  text: string;
  messageId: string | null;
  references: string[];
  automatic: boolean;
  files: MailFile[];
};
