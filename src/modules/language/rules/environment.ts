import type { ScoringModel } from '../scoring/model.ts';
import type { RuleField } from './field.ts';
import type { RuleGroup } from './rule.ts';

/**
 * What rules refer to besides the lead: fields that exist, definitions by key, the calendar. Both executions take the
 * same. Made by `loadEnvironment` from what is in force, or from what would be.
 */
export type RuleEnvironment = {
  /** IANA zone of the workspace: days and dates are its. */
  timeZone: string;
  /** Keys of lifecycle stages, in order. */
  stages: readonly string[];
  fields: ReadonlyMap<string, RuleField>;
  /** Custom fields' types decide how their values compare. */
  customTypes: Readonly<
    Record<
      'contact' | 'account' | 'opportunity',
      Readonly<Record<string, 'text' | 'number' | 'date' | 'boolean' | 'option'>>
    >
  >;
  /** Type of each asset, folded, by id. */
  assetTypes: ReadonlyMap<string, string>;
  models: ReadonlyMap<string, ScoringModel>;
  /** `passes.<key>`: all of these hold. Of tests and persona rules. */
  passes: ReadonlyMap<string, readonly RuleGroup[]>;
};
