/** Lifecycle stages as other systems call them, as labels and as API values. Shared with the browser. */
export const lifecycleStages = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'] as const;
export type LifecycleStage = (typeof lifecycleStages)[number];

const stageWords: Readonly<Record<LifecycleStage, readonly string[]>> = {
  inquiry: [
    'inquiry',
    'enquiry',
    'lead',
    'subscriber',
    'new',
    'open',
    'raw',
    'open not contacted',
    'prospect',
  ],
  mql: ['mql', 'marketing qualified lead', 'marketing qualified', 'marketing accepted lead'],
  sal: [
    'sal',
    'sales accepted lead',
    'sales accepted',
    'working',
    'working contacted',
    'connected',
    'in progress',
  ],
  sql: ['sql', 'sales qualified lead', 'sales qualified', 'qualified'],
  opportunity: ['opportunity', 'open deal', 'deal'],
  customer: ['customer', 'closed won', 'won', 'client', 'evangelist', 'closed converted'],
};

/** The letters and digits of a label or API value: `Marketing Qualified Lead` and `marketingqualifiedlead` are one. */
export function plainWord(value: string): string {
  return value
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

const stageByWord = new Map(
  lifecycleStages.flatMap((stage) => stageWords[stage].map((word) => [plainWord(word), stage] as const)),
);

export function lifecycleStageOf(value: string): LifecycleStage | null {
  return stageByWord.get(plainWord(value)) ?? null;
}
