import { isbot } from 'isbot';
import { addressOf, isWithin, type Network } from './networks.ts';
import type { FlagReason } from './reasons.ts';
import type { JudgedEvent } from './types.ts';

/** Whose events are not counted in one workspace, ready to be compared with. */
export type ExclusionsInUse = {
  staffEmails: ReadonlySet<string>;
  staffDomains: ReadonlySet<string>;
  staffNetworks: readonly Network[];
  /** Devices known to be colleagues', by the name of their profile. */
  staffProfiles: ReadonlyMap<string, FlagReason>;
  staffMembers: boolean;
  scannerAgents: readonly string[];
  scannerNetworks: readonly Network[];
};

/** Why no person of theirs did this; null where one did, as far as can be seen. */
export function judge(event: JudgedEvent, exclusions: ExclusionsInUse): FlagReason | null {
  return machineReason(event, exclusions) ?? staffReason(event, exclusions);
}

function machineReason(event: JudgedEvent, exclusions: ExclusionsInUse): FlagReason | null {
  const agent = event.userAgent?.toLowerCase() ?? '';
  if (isAhead(event.request.purpose)) return 'prefetch';
  if (exclusions.scannerAgents.some((part) => agent.includes(part))) return 'link_scanner';
  if (isFrom(event.ip, exclusions.scannerNetworks)) return 'link_scanner';
  if (event.automated === true || steered.test(agent)) return 'headless_browser';
  return agent !== '' && isBot(agent) ? 'bot' : null;
}

function staffReason(event: JudgedEvent, exclusions: ExclusionsInUse): FlagReason | null {
  if (exclusions.staffMembers && event.request.isMember) return 'staff_member';
  if (event.email !== null) {
    if (exclusions.staffEmails.has(event.email)) return 'staff_email';
    if (isBelow(domainOf(event.email), exclusions.staffDomains)) return 'staff_domain';
  }
  if (isFrom(event.ip, exclusions.staffNetworks)) return 'staff_network';
  return event.profileKey ? (exclusions.staffProfiles.get(event.profileKey) ?? null) : null;
}

const steered = /headless|phantomjs|puppeteer|playwright|selenium|webdriver|cypress/;

/** `prefetch`, `prefetch;prerender`, `preview`: the browser loads it before its user asks. */
function isAhead(purpose: string | null): boolean {
  return purpose !== null && /prefetch|prerender|preview/i.test(purpose);
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

/** The domain itself or one above it. */
function isBelow(domain: string, domains: ReadonlySet<string>): boolean {
  for (let rest = domain; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '') {
    if (domains.has(rest)) return true;
  }
  return false;
}

function isFrom(ip: string | null, networks: readonly Network[]): boolean {
  if (ip === null || networks.length === 0) return false;
  const address = addressOf(ip);
  return address !== null && isWithin(address, networks);
}

// Browsers' names repeat; the pattern of all known bots takes microseconds each time. Bounded, for anybody names them.
const maxRemembered = 2_000;
const remembered = new Map<string, boolean>();

function isBot(agent: string): boolean {
  const known = remembered.get(agent);
  if (known !== undefined) return known;
  const found = isbot(agent);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(agent, found);
  return found;
}
