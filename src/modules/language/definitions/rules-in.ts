import type { RuleGroup } from '../rules/rule.ts';
import type { DefinitionBody } from './bodies.ts';

/** Every group of rules that stands in a body. */
export function rulesIn(body: DefinitionBody): RuleGroup[] {
  switch (body.kind) {
    case 'stage':
      return [body.gate, body.sendsBack].filter((group) => group !== null);
    case 'test':
      return body.tests.map((test) => test.rule);
    case 'persona':
      return [body.rule];
    case 'scoring':
      return [...body.model.fit.signals, ...body.model.engagement.rules].map((signal) => signal.rule);
    default:
      return [];
  }
}
