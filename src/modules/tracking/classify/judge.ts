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
  if (isAhead(event.request.purpose)) return 'prefetch';
  const byAgent = event.userAgent === null ? null : agentReason(event.userAgent, exclusions);
  if (byAgent === 'link_scanner' || isFrom(event.ip, exclusions.scannerNetworks)) return 'link_scanner';
  return event.automated === true ? 'headless_browser' : byAgent;
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

// Browsers' names repeat, and looking through one takes microseconds. Bounded, for anybody names them; kept as long as
// the lists they were compared with.
const maxRemembered = 2_000;
const remembered = new WeakMap<readonly string[], Map<string, FlagReason | null>>();

function agentReason(agent: string, { scannerAgents }: ExclusionsInUse): FlagReason | null {
  const known = remembered.get(scannerAgents) ?? new Map<string, FlagReason | null>();
  remembered.set(scannerAgents, known);
  const found = known.get(agent);
  if (found !== undefined) return found;
  const reason = reasonOfAgent(agent.toLowerCase(), scannerAgents);
  if (known.size >= maxRemembered) known.clear();
  known.set(agent, reason);
  return reason;
}

function reasonOfAgent(agent: string, scannerAgents: readonly string[]): FlagReason | null {
  if (scannerAgents.some((part) => agent.includes(part))) return 'link_scanner';
  if (steered.test(agent)) return 'headless_browser';
  return agent !== '' && isbot(agent) ? 'bot' : null;
}
