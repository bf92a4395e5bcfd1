import type { Role } from '../access.ts';

const currencyNames = new Intl.DisplayNames(undefined, { type: 'currency' });

/** Every currency by code and name, for a searchable select. */
export const currencies = Intl.supportedValuesOf('currency').map((code) => ({
  value: code,
  label: `${code} · ${currencyNames.of(code) ?? code}`,
}));

const zones = Intl.supportedValuesOf('timeZone');

/** Every time zone; UTC first, which the browser's list leaves out. */
export const timeZones = ['UTC', ...zones.filter((zone) => zone !== 'UTC')];

export const browserTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const currencyByRegion: Record<string, string> = {
  AU: 'AUD',
  BR: 'BRL',
  CA: 'CAD',
  CH: 'CHF',
  CN: 'CNY',
  CZ: 'CZK',
  DK: 'DKK',
  GB: 'GBP',
  IN: 'INR',
  JP: 'JPY',
  KR: 'KRW',
  MX: 'MXN',
  NO: 'NOK',
  NZ: 'NZD',
  PL: 'PLN',
  SE: 'SEK',
  SG: 'SGD',
  US: 'USD',
  ZA: 'ZAR',
};

/** The currency of the reader's region as the browser's language says it; euro where it says none we know. */
export function browserCurrency(): string {
  const region = new Intl.Locale(navigator.language).maximize().region;
  return (region && currencyByRegion[region]) || 'EUR';
}

/** What each role is for, as it is chosen. */
export const roleWords: Record<Role, { label: string; does: string }> = {
  admin: { label: 'Admin', does: 'everything, members, keys and settings too' },
  marketing: { label: 'Marketing', does: 'people, imports, fields and the funnel' },
  sales: { label: 'Sales', does: 'people, deals and moves through the gates' },
  liaison: { label: 'Liaison', does: 'what both teams may, and the audit log' },
  viewer: { label: 'Viewer', does: 'looks, changes nothing' },
};

export const roleChoices = (['marketing', 'sales', 'liaison', 'viewer', 'admin'] as const).map((role) => ({
  value: role,
  label: `${roleWords[role].label}: ${roleWords[role].does}`,
}));
