import { mix32, type Random } from './random.ts';
import type { Region, Segment } from './types.ts';

/**
 * Invented names. Towns are made of syllables that belong to no map we know of, and every domain's label ends in
 * `-invented`: under a real top-level domain, so that everything which derives an account from a domain works
 * as in life, yet nobody can take it for a real company. (`.example` would not do: reserved names make no account.)
 */
export const INVENTED_MARK = 'invented';

export type Country = {
  code: string;
  region: Region;
  tld: string;
  weight: number;
  firstNames: readonly string[];
  lastNames: readonly string[];
  /** Only ranges that regulators keep free for fiction; countries without one get no phone number. */
  phone: ((random: Random) => string) | null;
  legalForms: readonly string[];
};

const words = (text: string): readonly string[] => text.split(' ');
const digits = (random: Random, count: number): string =>
  String(random.below(10 ** count)).padStart(count, '0');

const GERMAN_FIRST = words(
  'Anna Jonas Katrin Stefan Miriam Tobias Sabine Ayse Holger Lena Emre Birgit Florian Petra Dominik Ulrike Mehmet Silke Andreas Nadine Ralf Yusuf Claudia Matthias',
);
const GERMAN_LAST = words(
  'Brandhuber Weskamp Oltmann Kaya Riedinger Vossberg Lindhorst Hartwig Demir Pfleiderer Stahlmann Krantz Eberlein Nussbaum Thelen Yildiz Rabe Wohlfahrt Steinkamp Mertens Gruber Haslinger Aebischer Zurbriggen',
);

export const COUNTRIES: readonly Country[] = [
  {
    code: 'DE',
    region: 'DACH',
    tld: 'de',
    weight: 34,
    firstNames: GERMAN_FIRST,
    lastNames: GERMAN_LAST,
    phone: (r) => `+49 30 23125 ${digits(r, 3)}`,
    legalForms: ['GmbH', 'GmbH & Co. KG', 'AG', 'GmbH'],
  },
  {
    code: 'AT',
    region: 'DACH',
    tld: 'at',
    weight: 6,
    firstNames: GERMAN_FIRST,
    lastNames: GERMAN_LAST,
    phone: null,
    legalForms: ['GmbH', 'AG'],
  },
  {
    code: 'CH',
    region: 'DACH',
    tld: 'ch',
    weight: 5,
    firstNames: GERMAN_FIRST,
    lastNames: GERMAN_LAST,
    phone: null,
    legalForms: ['AG', 'GmbH'],
  },
  {
    code: 'FR',
    region: 'West',
    tld: 'fr',
    weight: 8,
    firstNames: words('Camille Julien Nadia Thierry Sophie Karim Élodie Laurent Inès Mathieu Aurélie Benoît'),
    lastNames: words(
      'Delacourt Fontenay Benhamou Rousselin Marchandise Lefaucheux Garreau Ndiaye Perrichon Vautrin Toussaint Belkacem',
    ),
    phone: (r) => `+33 1 99 00 ${digits(r, 2)} ${digits(r, 2)}`,
    legalForms: ['SAS', 'SA', 'SARL'],
  },
  {
    code: 'NL',
    region: 'West',
    tld: 'nl',
    weight: 7,
    firstNames: words('Sanne Bram Fatima Joost Marijke Daan Femke Ruben Lotte Willem'),
    lastNames: words(
      'Hoekzema Dijkgraaf Verhulst Terpstra Bouzid Zandstra Koolhaas Wiersma Oosting Brouwerij',
    ),
    phone: null,
    legalForms: ['B.V.', 'N.V.'],
  },
  {
    code: 'BE',
    region: 'West',
    tld: 'be',
    weight: 5,
    firstNames: words('Elise Wout Amina Pieter Chloé Jef Louis Griet'),
    lastNames: words('Vandeputte Claessens Lambrechts Dujardin Haddad Wouters Meulenaer Goossens'),
    phone: null,
    legalForms: ['NV', 'BV', 'SA'],
  },
  {
    code: 'IT',
    region: 'South',
    tld: 'it',
    weight: 7,
    firstNames: words('Giulia Marco Chiara Davide Elena Paolo Francesca Luca Valentina Stefano'),
    lastNames: words(
      'Bertolazzi Cavagnis Moretto Scarpellini Fumagalli Zanella Ferrante Lucchini Tedeschi Galvani',
    ),
    phone: null,
    legalForms: ['S.p.A.', 'S.r.l.'],
  },
  {
    code: 'ES',
    region: 'South',
    tld: 'es',
    weight: 5,
    firstNames: words('Marta Iker Lucía Álvaro Carmen Sergio Nuria Pablo'),
    lastNames: words('Echeverría Montalbán Quiroga Arrieta Valcárcel Ferrandis Uriarte Salgado'),
    phone: null,
    legalForms: ['S.A.', 'S.L.'],
  },
  {
    code: 'PT',
    region: 'South',
    tld: 'pt',
    weight: 2,
    firstNames: words('Inês Tiago Beatriz Rui Catarina Nuno'),
    lastNames: words('Figueiredo Sarmento Quintela Abrantes Vilhena Moura'),
    phone: null,
    legalForms: ['S.A.', 'Lda'],
  },
  {
    code: 'SE',
    region: 'North',
    tld: 'se',
    weight: 5,
    firstNames: words('Elin Oskar Maja Henrik Amira Lars Sofia Björn'),
    lastNames: words('Hallqvist Sjöström Lindegren Öberg Wallander Ekdahl Norrby Rahimi'),
    phone: (r) => `+46 8 465 004 ${digits(r, 2)}`,
    legalForms: ['AB'],
  },
  {
    code: 'DK',
    region: 'North',
    tld: 'dk',
    weight: 4,
    firstNames: words('Freja Mads Ida Søren Line Rasmus Mette Jakob'),
    lastNames: words('Kjærgaard Thorsager Bisgaard Villadsen Møllegaard Skovlund'),
    phone: null,
    legalForms: ['A/S', 'ApS'],
  },
  {
    code: 'FI',
    region: 'North',
    tld: 'fi',
    weight: 3,
    firstNames: words('Aino Mikko Sari Juhani Riikka Petri'),
    lastNames: words('Kuusisto Lahdenperä Rautio Niskanen Hietala Saarikoski'),
    phone: null,
    legalForms: ['Oy', 'Oyj'],
  },
  {
    code: 'PL',
    region: 'East',
    tld: 'pl',
    weight: 6,
    firstNames: words('Agnieszka Tomasz Magdalena Piotr Ewa Marcin Joanna Krzysztof'),
    lastNames: words('Zawadzki Wrzosek Malinowska Kowalczuk Sikorski Jaworek Bielak Ostrowska'),
    phone: null,
    legalForms: ['Sp. z o.o.', 'S.A.'],
  },
  {
    code: 'CZ',
    region: 'East',
    tld: 'cz',
    weight: 3,
    firstNames: words('Tereza Jakub Lenka Ondřej Petra Martin'),
    lastNames: words('Havránek Dvorská Kubíček Vondráček Pospíšil Říha'),
    phone: null,
    legalForms: ['s.r.o.', 'a.s.'],
  },
];

const TOWN_STEMS = words(
  'Tal Oster Wester Linden Auer Brunn Falken Grau Hasel Iller Kron Lauter Mohn Nieder Ober Pfahl Quell Reh Sonn Tann Ulm Vogel Wolfs Zell Birken Dorn Eber Fichten Gold Hagen Kalt Moor Rot Silber Stein Wald Weiss Erlen Buchen Ahorn Marsch Hohen Krumm Lang Eisen Kupfer Salz Korn Hirsch Biber',
);
const TOWN_ENDINGS = words(
  'bruck lau hofen stedt wik moor berga rode tal fels born ach siel holt mark dorp vik ano ville nova wijk mont burra lund',
);
const TRADES: Record<Segment, readonly string[]> = {
  Manufacturing: words(
    'Pumpen Giesserei Antriebe Presswerk Werkzeugbau Walzwerk Getriebe Armaturen Kabelwerk Blechtechnik Maschinenbau Ventile',
  ),
  Food: words('Molkerei Brauerei Backwaren Konserven Mühlen Getränke Feinkost Zucker'),
  Chemicals: words('Lacke Polymere Harze Farben Dünger Pharma Klebstoffe Pigmente'),
  Logistics: words('Kühllogistik Spedition Lagerhaus Umschlag Hafenlogistik Frachtzentrum'),
  Public: words('Stadtwerke Klinikum Hochschule Wasserverband Messebetriebe Bäderbetriebe'),
  Utilities: words('Fernwärme Netzbetrieb Wasserkraft Biogas Windpark Entsorgung'),
};
const TRADES_ABROAD: Record<Segment, readonly string[]> = {
  Manufacturing: words(
    'Pumps Foundry Drives Castings Tooling Rolling Gears Valves Cables Sheetmetal Machinery Bearings',
  ),
  Food: words('Dairy Brewery Bakeries Canning Mills Beverages Delicatessen Sugar'),
  Chemicals: words('Coatings Polymers Resins Colours Fertilisers Pharma Adhesives Pigments'),
  Logistics: words('Coldchain Freight Warehousing Terminals Portlogistics Forwarding'),
  Public: words('Cityworks Hospital University Waterboard Fairgrounds Swimmingpools'),
  Utilities: words('Districtheat Gridworks Hydropower Biogas Windfarm Recycling'),
};

/** Distinct (town, ending) pairs; the trade then varies within. Must stay prime to STRIDE for the walk to visit all. */
const TOWN_COUNT = TOWN_STEMS.length * TOWN_ENDINGS.length;
const TOWN_STRIDE = 461;

export type CompanyName = { name: string; domain: string; city: string };

/** The name of account number `index`: no two indexes share a domain, at any scale. */
export function companyName(
  seed: number,
  index: number,
  country: Country,
  segment: Segment,
  random: Random,
): CompanyName {
  const start = (mix32(seed) >>> 0) % TOWN_COUNT;
  const town = (start + index * TOWN_STRIDE) % TOWN_COUNT;
  const lap = Math.floor(index / TOWN_COUNT);
  const stem = TOWN_STEMS[town % TOWN_STEMS.length] ?? '';
  const ending = TOWN_ENDINGS[Math.floor(town / TOWN_STEMS.length)] ?? '';
  const city = `${stem}${ending}`;
  const trade = random.pick((country.region === 'DACH' ? TRADES : TRADES_ABROAD)[segment]);
  // After a lap through all towns the works are numbered, as real groups do, so domains stay unique.
  const works = lap === 0 ? '' : ` ${lap + 1}`;
  const name = random.chance(0.5)
    ? `${trade} ${city}${works} ${random.pick(country.legalForms)}`
    : `${city}er ${trade}${works} ${random.pick(country.legalForms)}`;
  const label = asciiLabel(`${city}-${trade}${works}`);
  const domain = `${label}-${INVENTED_MARK}.${country.tld}`;
  return { name: country.region === 'DACH' ? name : name.replace(`${city}er`, city), domain, city };
}

const FOLDED: Record<string, string> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  å: 'a',
  ł: 'l',
  đ: 'd',
};
const foldedAlready = new Map<string, string>();

/** A person's name for a mail address. Cached: the word lists are short and asked for millions of times. */
export function asciiName(name: string): string {
  const known = foldedAlready.get(name);
  if (known !== undefined) return known;
  const folded = asciiLabel(name);
  foldedAlready.set(name, folded);
  return folded;
}

/** Lower-case ASCII, words joined by hyphens, fit for a domain's label. */
function asciiLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/[äöüßøæåłđ]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
