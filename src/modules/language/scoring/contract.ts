/** What the browser needs of scores. */
export {
  type InteractionSignal,
  type Letter,
  type Level,
  letters,
  levels,
  type RuleSignal,
  type ScoringModel,
  type SignalGroup,
} from './model.ts';
