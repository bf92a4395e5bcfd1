import { z } from 'zod';

const domainLabels =
  /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;

/** An address or a domain, as lists of who may read hold them: in small letters, a domain without an @ before it. */
export const addressOrDomain = z
  .string()
  .trim()
  .max(320)
  .transform((text) => cleanRule(text))
  .refine((text) => domainLabels.test(text) || z.email().safeParse(text).success, {
    message: 'an address such as ada@acme.com, or a domain such as acme.com',
  });

function cleanRule(text: string): string {
  return text.toLowerCase().replace(/^@/, '').replace(/\.$/, '');
}

/** What is compared: small letters, no blanks around. */
export function cleanAddress(address: string): string {
  return address.trim().toLowerCase();
}

export type Rules = { allowed: readonly string[]; denied: readonly string[] };

/**
 * Whether an address may read. Who is denied never may; where some are allowed, they alone. A domain includes its
 * subdomains: a company that is let in or kept out is so with all its offices.
 */
export function mayRead(address: string, { allowed, denied }: Rules): boolean {
  const clean = cleanAddress(address);
  if (denied.some((rule) => covers(rule, clean))) return false;
  return allowed.length === 0 || allowed.some((rule) => covers(rule, clean));
}

function covers(rule: string, address: string): boolean {
  const clean = cleanRule(rule);
  if (clean.includes('@')) return clean === address;
  const domain = address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, '');
  return domain === clean || domain.endsWith(`.${clean}`);
}
