import type { Config } from '../../../platform/config.ts';
import type { Step } from '../step.ts';

/** A step with what links need of how the program is set up. */
export type LinkStep = Step & { config: Pick<Config, 'contentUrl' | 'mailUrl' | 'mailFrom'> };
