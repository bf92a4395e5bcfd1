import type { DefinitionBody } from '../definitions/bodies.ts';
import type { RuleGroup } from './rule.ts';

/** Every rule of a definition with its place in the body. */
export function rulesOfBody(body: DefinitionBody): { path: string; rule: RuleGroup }[] {
  switch (body.kind) {
    case 'term':
    case 'reject_reasons':
    case 'sla':
      return [];
    case 'stage':
      return [
        ...(body.gate ? [{ path: 'gate', rule: body.gate }] : []),
        ...(body.sendsBack ? [{ path: 'sendsBack', rule: body.sendsBack }] : []),
      ];
    case 'persona':
      return [{ path: 'rule', rule: body.rule }];
    case 'test':
      return body.tests.map(({ rule }, at) => ({ path: `tests.${at}.rule`, rule }));
    case 'scoring':
      return [
        ...body.model.fit.signals.map(({ rule }, at) => ({ path: `model.fit.signals.${at}.rule`, rule })),
        ...body.model.engagement.rules.map(({ rule }, at) => ({
          path: `model.engagement.rules.${at}.rule`,
          rule,
        })),
      ];
  }
}
