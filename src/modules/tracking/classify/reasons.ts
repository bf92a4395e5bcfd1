/** Why an interaction is not counted, as `flagReason` stores it, and how a reader is told. */
const flagReasons = {
  bot: 'a known bot or program',
  headless_browser: 'a browser that a program steers',
  link_scanner: 'a mail gateway that follows every link',
  prefetch: 'a page loaded ahead, before anybody asked for it',
  staff_email: 'an address of your own people',
  staff_domain: 'an address of your own company',
  staff_network: 'a network of your own',
  staff_member: 'a member signed in to Liaison',
  nothing_drawn: 'opened where nothing was drawn on a screen',
  impossible: 'a browser that says of itself what cannot be',
  rushed: 'all of it passed by at once, and nothing was read',
  no_hand: 'opened and left without a sign of a hand or an eye',
} as const;

export type FlagReason = keyof typeof flagReasons;

/** All of them, for those who read reasons from where anything may stand. */
export const flagReasonNames: readonly string[] = Object.keys(flagReasons);

function isFlagReason(word: string): word is FlagReason {
  return Object.hasOwn(flagReasons, word);
}

/** A reason in words; imports may bring words of their own. */
export function flagReasonText(reason: string): string {
  return isFlagReason(reason) ? flagReasons[reason] : reason;
}
