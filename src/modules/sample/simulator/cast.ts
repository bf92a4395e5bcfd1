import { INVENTED_MARK } from './names.ts';
import type { Persona, Product, Region, Teammate } from './types.ts';

/** Our side: Ohmtal Instruments, an invented maker of meters and software that watch a factory's energy. */
export const COMPANY = {
  name: 'Ohmtal Instruments',
  domain: `ohmtal-instruments-${INVENTED_MARK}.com`,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
} as const;

function teammate(
  id: string,
  name: string,
  job: Teammate['job'],
  team: Teammate['team'],
  regions: readonly Region[] = [],
  capacity: number | null = null,
): Teammate {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${COMPANY.domain}`;
  return { id, name, email, job, team, regions, timeZone: COMPANY.timeZone, capacity };
}

/** tm-sdr-1 is the overfull rep of truth.ts, tm-sdr-4 covers its slow region. */
export const TEAMMATES: readonly Teammate[] = [
  teammate('tm-head-marketing', 'Henrike Solberg', 'head of marketing', 'marketing'),
  teammate('tm-mkt-1', 'Nora Feldkamp', 'marketer', 'marketing'),
  teammate('tm-mkt-2', 'Sven Aldinger', 'marketer', 'marketing'),
  teammate('tm-mkt-3', 'Bianca Corvino', 'marketer', 'marketing'),
  teammate('tm-mkt-4', 'Oliver Tamm', 'marketer', 'marketing'),
  teammate('tm-liaison', 'Judith Amsel', 'liaison', 'both'),
  teammate('tm-head-sales', 'Gregor Hallstein', 'head of sales', 'sales'),
  teammate('tm-sdr-1', 'Lukas Brenner', 'sdr', 'sales', ['DACH'], 12),
  teammate('tm-sdr-2', 'Ewa Dobrowolska', 'sdr', 'sales', ['DACH', 'East'], 15),
  teammate('tm-sdr-3', 'Thijs van Loon', 'sdr', 'sales', ['West', 'North'], 15),
  teammate('tm-sdr-4', 'Serena Bassi', 'sdr', 'sales', ['South'], 12),
  teammate('tm-ae-1', 'Karin Obermoser', 'account executive', 'sales', ['DACH'], 10),
  teammate('tm-ae-2', 'Felix Wernicke', 'account executive', 'sales', ['DACH'], 10),
  teammate('tm-ae-3', 'Manon Duchesne', 'account executive', 'sales', ['West'], 10),
  teammate('tm-ae-4', 'Ricardo Paiva', 'account executive', 'sales', ['South'], 8),
  teammate('tm-ae-5', 'Astrid Nyholm', 'account executive', 'sales', ['North', 'East'], 10),
];

export const PERSONAS: readonly Persona[] = [
  {
    id: 'persona-cfo',
    key: 'cfo',
    name: 'Finance',
    goals: 'Predictable energy cost, payback under two years',
    worries: 'Another system nobody uses',
    titles: ['CFO', 'Finance Director', 'Head of Controlling', 'Commercial Director'],
  },
  {
    id: 'persona-plant-manager',
    key: 'plant-manager',
    name: 'Plant manager',
    goals: 'Output without stoppages',
    worries: 'Downtime while meters are fitted',
    titles: ['Plant Manager', 'COO', 'Head of Production', 'Site Director'],
  },
  {
    id: 'persona-energy-manager',
    key: 'energy-manager',
    name: 'Energy manager',
    goals: 'ISO 50001 without spreadsheets',
    worries: 'Data that auditors doubt',
    titles: ['Energy Manager', 'Energy Officer', 'Head of Energy & Environment'],
  },
  {
    id: 'persona-head-of-it',
    key: 'head-of-it',
    name: 'IT',
    goals: 'No open ports on the shop floor',
    worries: 'Cloud data leaving the country',
    titles: ['Head of IT', 'IT Manager', 'OT Security Lead', 'CIO'],
  },
  {
    id: 'persona-buyer',
    key: 'buyer',
    name: 'Purchasing',
    goals: 'Three comparable offers',
    worries: 'Lock-in and service fees',
    titles: ['Strategic Buyer', 'Head of Purchasing', 'Purchasing Manager'],
  },
  {
    id: 'persona-maintenance',
    key: 'maintenance',
    name: 'Maintenance',
    goals: 'Know of a failing compressor before it fails',
    worries: 'More alarms at night',
    titles: ['Maintenance Manager', 'Head of Facilities', 'Electrical Engineer'],
  },
  {
    id: 'persona-sustainability',
    key: 'sustainability',
    name: 'Sustainability',
    goals: 'Figures for the yearly report',
    worries: 'Estimates instead of measurements',
    titles: ['Sustainability Manager', 'ESG Officer'],
  },
  {
    id: 'persona-student',
    key: 'student',
    name: 'Students and the curious',
    goals: 'Material for a thesis',
    worries: 'None that we can help with',
    titles: ['Student', 'Research Assistant', 'Consultant'],
  },
];

export const PRODUCTS: readonly Product[] = [
  {
    id: 'product-meter-one',
    name: 'Ohmtal Meter One',
    family: 'Meters',
    listPriceMinor: 1_290_000,
    currency: 'EUR',
  },
  {
    id: 'product-meter-grid',
    name: 'Ohmtal Meter Grid',
    family: 'Meters',
    listPriceMinor: 3_400_000,
    currency: 'EUR',
  },
  {
    id: 'product-watch',
    name: 'Ohmtal Watch',
    family: 'Software',
    listPriceMinor: 1_800_000,
    currency: 'EUR',
  },
  {
    id: 'product-watch-site',
    name: 'Ohmtal Watch Site',
    family: 'Software',
    listPriceMinor: 4_600_000,
    currency: 'EUR',
  },
  { id: 'product-audit', name: 'Ohmtal Audit', family: 'Services', listPriceMinor: 950_000, currency: 'EUR' },
];
