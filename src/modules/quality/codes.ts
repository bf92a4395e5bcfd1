/** What may be doubtful in the data. The same words in the API, on the page and in the docs. */
export const findingCodes = [
  'won_before_first_contact',
  'won_without_close_date',
  'closed_without_amount',
  'opportunity_without_account',
  'opportunity_without_people',
  'unknown_product',
  'duplicate_people',
  'contact_without_account',
] as const;
export type FindingCode = (typeof findingCodes)[number];

type Words = {
  title: string;
  /** Of one and of several: "1 deal won …", "3 deals won …". */
  one: string;
  many: string;
  /** Why it matters and what to do about it. */
  advice: string;
};

export const findingWords: Readonly<Record<FindingCode, Words>> = {
  won_before_first_contact: {
    title: 'Won before first contact',
    one: 'deal won before its first contact',
    many: 'deals won before their first contact',
    advice:
      'One of the two dates is wrong, or the person was known before the data says. Correct the date in the source and import again.',
  },
  won_without_close_date: {
    title: 'Won without a close date',
    one: 'deal won without a close date',
    many: 'deals won without a close date',
    advice: 'Without the date a deal falls into no period. Enter the day on which it was signed.',
  },
  closed_without_amount: {
    title: 'Won without an amount',
    one: 'deal won without an amount',
    many: 'deals won without an amount',
    advice: 'These deals count as customers and add nothing to won revenue. Enter what was sold.',
  },
  opportunity_without_account: {
    title: 'Deal without an account',
    one: 'deal without an account',
    many: 'deals without an account',
    advice:
      'The account was not named, or its id is not among the accounts. Import the accounts, or choose one by hand.',
  },
  opportunity_without_people: {
    title: 'Deal without people',
    one: 'deal without people',
    many: 'deals without people',
    advice:
      'Nobody is in the buying group, so the funnel and attribution cannot see this deal. Add who takes part.',
  },
  unknown_product: {
    title: 'Unknown product',
    one: 'deal with a product that is not on the list',
    many: 'deals with a product that is not on the list',
    advice:
      'Spelt otherwise than in the product list, or missing there. Correct the spelling or add the product.',
  },
  duplicate_people: {
    title: 'Duplicate people',
    one: 'person who may be here twice',
    many: 'people who may be here twice',
    advice: 'Look at the two side by side and merge them: both histories are kept, and it can be undone.',
  },
  contact_without_account: {
    title: 'Business address without an account',
    one: 'person with a business address and no account',
    many: 'people with a business address and no account',
    advice: 'The address names a company, yet the person belongs to none. Choose the account by hand.',
  },
};
