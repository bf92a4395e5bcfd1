/** What the sample company's documents are about: of each page its heading; of each document the banks it draws from. */
export type Topic =
  | 'savings'
  | 'fitting'
  | 'leaks'
  | 'tariffs'
  | 'audit'
  | 'network'
  | 'market'
  | 'meters'
  | 'talk';

type Outline = {
  /** What stands under the title. */
  lead: string;
  topics: readonly [Topic, ...Topic[]];
  headings: readonly string[];
  /** Pages with a table or a chart. */
  tables?: readonly number[];
  charts?: readonly number[];
};

export const outlines: Readonly<Record<string, Outline>> = {
  'asset-cs-foundry': {
    lead: 'An iron foundry with 240 people found out which furnace made its peak, and moved it by twenty minutes.',
    topics: ['savings', 'tariffs'],
    headings: [
      'How a foundry cut its peak load by 18 %',
      'The bill nobody could explain',
      'Forty meters in two weekends',
      'What the first month showed',
      'Twenty minutes later',
      'The peak, month by month',
      'What it cost and what it paid',
      'What they would do first today',
    ],
    charts: [6],
    tables: [7],
  },
  'asset-cs-dairy': {
    lead: 'A dairy listened to its compressed air for one night and heard four hundred leaks.',
    topics: ['leaks', 'savings'],
    headings: [
      'The dairy that found 400 leaks',
      'A compressor that never slept',
      'One night with the line off',
      'Which leaks were closed first',
      'Savings, leak by leak',
      'How they keep it tight',
    ],
    tables: [5],
  },
  'asset-cs-coldstore': {
    lead: 'A cold store learned to freeze at night what it sells by day.',
    topics: ['tariffs', 'savings'],
    headings: [
      'A cold store buys power by the hour',
      'Cold is a battery',
      'The first contract with hourly prices',
      'What may wait, and what may not',
      'A week in January',
      'The invoice before and after',
      'What purchasing wrote into the contract',
    ],
    charts: [5],
    tables: [6],
  },
  'asset-cs-retrofit': {
    lead: 'Sixty machines of four makers got meters while the lines ran.',
    topics: ['fitting', 'meters', 'network'],
    headings: [
      'Retrofit of 60 machines without a stop',
      'Sixty machines, four makers, one shift to spare',
      'Why nobody wanted to touch the old line',
      'Walking the plant with a clamp',
      'Fitting during the line swap',
      'Day by day: the first two weeks',
      'Specification: meters, ratings and connections',
      'Into the network without an open port',
      'What IT asked, and what we answered',
      'The first alarm that mattered',
      'Costs, machine by machine',
      'Whom to ask',
    ],
    tables: [7, 11],
    charts: [6],
  },
  'asset-savings-sheet': {
    lead: 'Measured at forty plants; nothing estimated.',
    topics: ['savings'],
    headings: ['Measured savings, machine by machine', 'How we measured'],
    tables: [1],
  },
  'asset-wp-outlook': {
    lead: 'Prices, rules and risks for industrial buyers of energy, country by country.',
    topics: ['market', 'tariffs', 'audit'],
    headings: [
      'European energy outlook',
      'In one page',
      'How this paper came about',
      'Demand since the crisis',
      'What a megawatt-hour is made of',
      'Gas, storage and the winter',
      'Method: the model in detail',
      'Assumptions on fuel prices',
      'Assumptions on carbon prices',
      'Scenario one: calm',
      'Scenario two: dry summer',
      'Scenario three: cold winter',
      'Germany',
      'Austria',
      'Switzerland',
      'France',
      'Belgium and the Netherlands',
      'Italy',
      'Spain and Portugal',
      'Poland',
      'Czechia and Slovakia',
      'Hungary and Romania',
      'Denmark',
      'Sweden and Norway',
      'Finland and the Baltics',
      'Greece and Bulgaria',
      'Grid fees, and who pays them',
      'Levies that end, levies that begin',
      'Hourly prices become the rule',
      'Flexibility as income',
      'Own generation behind the meter',
      'Batteries: when they pay',
      'Reporting duties until 2030',
      'What auditors will ask',
      'What a plant can do in a year',
      'Sensitivities',
      'Sources',
      'About Ohmtal Instruments',
    ],
    charts: [4, 6, 10, 11, 12, 29, 32],
    tables: [8, 9, 13, 16, 18, 20, 27, 36],
  },
  'asset-wp-iso50001': {
    lead: 'What the standard asks for, in the order in which a plant can do it.',
    topics: ['audit', 'meters'],
    headings: [
      'ISO 50001 in twelve steps',
      'Before you begin',
      'Step 1: say who is responsible',
      'Step 2: draw the boundary',
      'Step 3: read the bills of three years',
      'Step 4: find the large users',
      'Step 5: choose a baseline',
      'Step 6: choose indicators that move',
      'Step 7: plan the meters',
      'Step 8: set targets that somebody owns',
      'Step 9: train those who switch things on',
      'Step 10: look at the figures every month',
      'Step 11: the internal audit',
      'Step 12: the auditor comes',
      'Questions that auditors asked',
      'Checklist',
    ],
    tables: [6, 16],
    charts: [7],
  },
  'asset-wp-iso50001-twin': {
    lead: 'A practical guide for energy managers who start from nothing.',
    topics: ['audit', 'meters'],
    headings: [
      'ISO 50001: the practical guide',
      'What the standard wants',
      'Who must be in the team',
      'Boundaries and large users',
      'The baseline',
      'Indicators',
      'Metering plan',
      'Targets',
      'Training',
      'Monthly review',
      'Internal audit',
      'Certification',
      'Typical findings',
      'Template: register of users',
      'Where to go from here',
    ],
    tables: [4, 14],
  },
  'asset-wp-security': {
    lead: 'What runs where, which way data goes, and who may see it: for those who must say yes.',
    topics: ['network'],
    headings: [
      'Meters, networks and who may see what',
      'The short answer',
      'What stands in the plant',
      'Which way data goes',
      'One port, outbound',
      'Keys and certificates',
      'Who may see what',
      'Updates',
      'When the network is down',
      'Questions of IT departments',
    ],
    tables: [7],
  },
  'asset-ps-meter': {
    lead: 'Meters for every machine, old or new.',
    topics: ['meters', 'fitting'],
    headings: ['Meter One and Meter Grid', 'Technical data', 'Fitting and dimensions', 'How to order'],
    tables: [2, 3],
  },
  'asset-ps-watch': {
    lead: 'Software that says which machine, which minute, which euro.',
    topics: ['network', 'savings'],
    headings: ['Watch', 'What you see', 'What it connects to', 'Packages'],
    tables: [3, 4],
  },
  'asset-bc-spreadsheets': {
    lead: 'For sales: when they say that their spreadsheet is enough.',
    topics: ['talk', 'audit'],
    headings: ['Against "we have spreadsheets"'],
  },
  'asset-bc-voltaris': {
    lead: 'For sales: where Voltaris is strong, where it is not, and what to ask.',
    topics: ['talk', 'meters'],
    headings: ['Against Voltaris', 'Side by side'],
    tables: [2],
  },
  'asset-talk-first-call': {
    lead: 'For sales: ten minutes, three questions, one next step.',
    topics: ['talk'],
    headings: ['The first call'],
  },
};
