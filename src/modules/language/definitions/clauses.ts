import { isGroup, type RuleGroup } from '../rules/rule.ts';
import type { DefinitionBody } from './bodies.ts';
import type { Clause } from './contract.ts';

/** What a definition says, clause by clause, in words. Keys stay the same from version to version. */
export function clausesOf(body: DefinitionBody): Clause[] {
  return [
    { key: 'word', label: 'word', text: body.word },
    { key: 'meaning', label: 'meaning', text: body.meaning },
    ...particulars(body),
  ];
}

function particulars(body: DefinitionBody): Clause[] {
  switch (body.kind) {
    case 'term':
      return [];
    case 'stage':
      return [
        ...(body.gate === null ? [] : [{ key: 'gate', label: 'lets in', text: words(body.gate) }]),
        ...(body.sendsBack === null
          ? []
          : [{ key: 'back', label: 'sends back', text: words(body.sendsBack) }]),
      ];
    case 'test':
      return body.tests.map((test) => ({
        key: `test.${test.name}`,
        label: test.name,
        text: words(test.rule),
      }));
    case 'persona':
      return [{ key: 'rule', label: 'who', text: words(body.rule) }];
    case 'reject_reasons':
      return body.reasons.map((reason) => ({
        key: `reason.${reason.key}`,
        label: reason.label,
        text: `${reason.meaning} ${reason.againAfterDays === null ? 'Not offered again.' : `Offered again after ${reason.againAfterDays} days.`}`,
      }));
    case 'scoring':
      return [
        ...body.model.fit.signals.map((signal) => ({
          key: `fit.${signal.key}`,
          label: signal.name,
          text: `${signal.points} points where ${words(signal.rule)}`,
        })),
        ...body.model.engagement.signals.map((signal) => ({
          key: `engagement.${signal.key}`,
          label: signal.name,
          text: `${signal.points} points`,
        })),
        ...body.model.engagement.rules.map((signal) => ({
          key: `rule.${signal.key}`,
          label: signal.name,
          text: `${signal.points} points where ${words(signal.rule)}`,
        })),
      ];
  }
}

function words(group: RuleGroup): string {
  const parts = group.rules.map((one) =>
    isGroup(one) ? `(${words(one)})` : `${one.field} ${one.operator} ${String(one.value ?? '')}`.trim(),
  );
  return `${group.not ? 'not ' : ''}${parts.join(` ${group.combinator} `)}`;
}
