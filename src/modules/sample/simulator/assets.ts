import { DAY_MS } from './calendar.ts';
import { COMPANY } from './cast.ts';
import type { Asset, AssetType, AssetVersion, BuyingStage, PersonaKey } from './types.ts';

/** Found by name in the story-telling code; the other assets are met by type and persona. */
export const PRICING_PAGE = 'asset-pricing';
export const ROI_CALCULATOR = 'asset-roi-calculator';
export const SAVINGS_SHEET = 'asset-savings-sheet';
export const LONG_WHITE_PAPER = 'asset-wp-outlook';

type Row = readonly [
  id: string,
  title: string,
  type: AssetType,
  personas: readonly PersonaKey[],
  stage: BuyingStage,
  pages: number,
  campaignId: string | null,
  ownerId: string,
  publishedDay: number,
  reviewDay: number,
  gated: boolean,
];

const ALL_TECHNICAL: readonly PersonaKey[] = ['plant-manager', 'energy-manager', 'maintenance'];

/** Days count from the start of the window. Finance in Selection has nothing to read: a gap, on purpose. */
// biome-ignore format: a table reads best with one row a line
const ROWS: readonly Row[] = [
  [PRICING_PAGE, 'Prices and packages', 'pricing page', [], 'Selection', 1, null, 'tm-mkt-1', -400, 600, false],
  [ROI_CALCULATOR, 'Payback calculator', 'calculator', ['cfo', 'plant-manager', 'energy-manager'], 'Solution', 1, null, 'tm-mkt-2', -120, 620, false],
  ['asset-cs-foundry', 'Case study: how a foundry cut its peak load by 18 %', 'case study', ['plant-manager', 'cfo', 'energy-manager'], 'Solution', 8, 'cmp-case-studies', 'tm-mkt-2', -90, 560, false],
  ['asset-cs-dairy', 'Case study: the dairy that found 400 leaks', 'case study', ['maintenance', 'plant-manager'], 'Solution', 6, 'cmp-case-studies', 'tm-mkt-2', 40, 580, false],
  ['asset-cs-coldstore', 'Case study: a cold store buys power by the hour', 'case study', ['cfo', 'energy-manager', 'buyer'], 'Selection', 7, 'cmp-case-studies', 'tm-mkt-2', 150, 640, false],
  ['asset-cs-retrofit', 'Case study: retrofit of 60 machines without a stop', 'case study', ['plant-manager', 'head-of-it'], 'Selection', 12, 'cmp-case-studies', 'tm-mkt-2', 230, 640, false],
  [SAVINGS_SHEET, 'Measured savings, machine by machine', 'product sheet', ['cfo', 'buyer', 'plant-manager'], 'Selection', 2, 'cmp-case-studies', 'tm-mkt-2', 20, 600, false],
  [LONG_WHITE_PAPER, 'White paper: European energy outlook', 'white paper', ['cfo', 'sustainability', 'energy-manager'], 'Education', 38, 'cmp-syndication', 'tm-mkt-3', -60, 120, true],
  ['asset-wp-iso50001', 'Guide: ISO 50001 in twelve steps', 'white paper', ['energy-manager', 'sustainability'], 'Education', 16, 'cmp-syndication', 'tm-mkt-3', -200, 520, true],
  ['asset-wp-iso50001-twin', 'ISO 50001: the practical guide', 'white paper', ['energy-manager', 'sustainability'], 'Education', 15, null, 'tm-mkt-4', 120, 600, true],
  ['asset-wp-security', 'Paper: meters, networks and who may see what', 'white paper', ['head-of-it'], 'Selection', 10, null, 'tm-mkt-1', 60, 600, false],
  ['asset-ps-meter', 'Product sheet: Meter One and Meter Grid', 'product sheet', ['maintenance', 'buyer', 'energy-manager'], 'Solution', 4, null, 'tm-mkt-1', -300, 300, false],
  ['asset-ps-watch', 'Product sheet: Watch', 'product sheet', ['head-of-it', 'energy-manager'], 'Solution', 4, null, 'tm-mkt-1', -250, 560, false],
  ['asset-video-lineswap', 'Film: meters fitted during a line swap', 'video', ['plant-manager', 'maintenance'], 'Solution', 1, 'cmp-webinars', 'tm-mkt-1', 90, 640, false],
  ['asset-rec-peaks', 'Recording: taming peak loads', 'webinar recording', ALL_TECHNICAL, 'Education', 1, 'cmp-webinars', 'tm-mkt-1', 35, 560, true],
  ['asset-rec-leaks', 'Recording: compressed air, the dearest leak', 'webinar recording', ALL_TECHNICAL, 'Education', 1, 'cmp-webinars', 'tm-mkt-1', 130, 600, true],
  ['asset-blog-tariffs', 'Hourly tariffs, explained on one machine', 'blog post', ['cfo', 'energy-manager'], 'Education', 1, null, 'tm-mkt-1', -30, 400, false],
  ['asset-blog-compressors', 'Five sounds of a dying compressor', 'blog post', ['maintenance'], 'Education', 1, null, 'tm-mkt-1', 10, 500, false],
  ['asset-blog-audit', 'What an energy audit asks of you', 'blog post', ['energy-manager', 'sustainability'], 'Education', 1, null, 'tm-mkt-4', -180, 60, false],
  ['asset-blog-subsidies', 'Subsidies for metering, country by country', 'blog post', ['cfo', 'buyer'], 'Education', 1, null, 'tm-mkt-4', -260, 30, false],
  ['asset-blog-modbus', 'Reading Modbus without fear', 'blog post', ['head-of-it', 'maintenance'], 'Education', 1, null, 'tm-mkt-1', 75, 600, false],
  ['asset-blog-culture', 'Our new coffee machine and its standby losses', 'blog post', [], 'Education', 1, null, 'tm-mkt-4', 160, 330, false],
  ['asset-home', 'Ohmtal Instruments: know where your energy goes', 'web page', [], 'Education', 1, null, 'tm-mkt-1', -900, 600, false],
  ['asset-page-watch', 'Watch: energy software for plants', 'web page', [], 'Solution', 1, null, 'tm-mkt-1', -800, 600, false],
  ['asset-page-meters', 'Meters for every machine', 'web page', [], 'Solution', 1, null, 'tm-mkt-1', -800, 600, false],
  ['asset-page-prize', 'Win a thermal camera', 'web page', [], 'Education', 1, 'cmp-prize-draw', 'tm-mkt-3', 180, 420, true],
  ['asset-page-careers', 'Work with us', 'web page', [], 'Education', 1, null, 'tm-mkt-4', -700, 600, false],
  ['asset-bc-spreadsheets', 'Battle card: against "we have spreadsheets"', 'battle card', ['energy-manager'], 'Solution', 1, null, 'tm-mkt-2', -20, 420, false],
  ['asset-bc-voltaris', 'Battle card: against Voltaris', 'battle card', ['buyer', 'head-of-it'], 'Selection', 2, null, 'tm-mkt-2', 80, 600, false],
  ['asset-talk-first-call', 'Talk track: the first call', 'talk track', [], 'Education', 1, null, 'tm-liaison', -50, 600, false],
];

const FOLDERS: Partial<Record<AssetType, string>> = {
  'case study': 'customers',
  'white paper': 'papers',
  'product sheet': 'sheets',
  'blog post': 'blog',
  video: 'films',
  'webinar recording': 'webinars',
  'battle card': 'for-sales',
  'talk track': 'for-sales',
};

/** Later versions of some pieces, by the day they came out. */
const LATER_VERSIONS: Readonly<Record<string, readonly (readonly [day: number, note: string])[]>> = {
  'asset-cs-retrofit': [[390, 'Says which of the sixty machines needed a stop after all']],
  'asset-wp-iso50001': [[210, 'With the questions that auditors asked in the first year']],
  'asset-ps-meter': [
    [60, 'Meter Grid joins Meter One'],
    [330, 'New accuracy class, new drawings'],
  ],
};

/** Types that are documents, read page by page. */
const DOCUMENTS: ReadonlySet<AssetType> = new Set<AssetType>(['case study', 'white paper', 'product sheet']);

export function isReadByPages({ type }: Pick<Asset, 'type'>): boolean {
  return DOCUMENTS.has(type);
}

function versionsFrom(id: string, startMs: number, publishedDay: number): AssetVersion[] {
  const first = { number: 1, publishedAt: new Date(startMs + publishedDay * DAY_MS), note: null };
  const later = (LATER_VERSIONS[id] ?? []).map(([day, note], index) => ({
    number: index + 2,
    publishedAt: new Date(startMs + day * DAY_MS),
    note,
  }));
  return [first, ...later];
}

export function assetsFrom(startMs: number): readonly Asset[] {
  return ROWS.map((row) => {
    const [id, title, type, personas, buyingStage, pages, campaignId, ownerId, published, review, gated] =
      row;
    const slug = id.replace(/^asset-(page-)?/, '');
    const folder = FOLDERS[type];
    return {
      id,
      title,
      type,
      personas,
      buyingStage,
      pages,
      campaignId,
      ownerId,
      gated,
      audience: type === 'battle card' || type === 'talk track' ? 'sellers' : 'buyers',
      url:
        id === 'asset-home'
          ? `https://www.${COMPANY.domain}/`
          : `https://www.${COMPANY.domain}/${folder ? `${folder}/` : ''}${slug}`,
      publishedAt: new Date(startMs + published * DAY_MS),
      reviewAt: new Date(startMs + review * DAY_MS),
      versions: versionsFrom(id, startMs, published),
    };
  });
}
