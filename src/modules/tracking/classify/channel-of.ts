import { type ChannelCondition, type ChannelRule, unassignedChannel } from './channel-rules.ts';
import { type TrafficSource, trafficSourceOf, type Visit } from './traffic-source.ts';

export type ChannelTableInUse = { rules: readonly ChannelRule[]; internalHosts: ReadonlySet<string> };

/**
 * The one channel of a visit: of the first rule that holds, else Unassigned. Null where nothing is known of where it
 * came from, or where it came from the site itself: then the first page of the session has said it.
 */
export function channelOf(visit: Visit, table: ChannelTableInUse): string | null {
  const traffic = trafficSourceOf(visit, table.internalHosts);
  if (traffic === null || traffic.internal) return null;
  return deciding(traffic, table.rules)?.channel ?? unassignedChannel;
}

export function deciding(traffic: TrafficSource, rules: readonly ChannelRule[]): ChannelRule | null {
  return rules.find((rule) => holds(rule, traffic)) ?? null;
}

export function holds(rule: ChannelRule, traffic: TrafficSource): boolean {
  return rule.allOf.every((group) => group.some((condition) => meets(condition, traffic)));
}

function meets({ field, operator, values }: ChannelCondition, traffic: TrafficSource): boolean {
  const value = wordOf(field, traffic);
  switch (operator) {
    case 'is':
      return values.includes(value);
    case 'is_not':
      return !values.includes(value);
    case 'contains':
      return values.some((part) => value.includes(part));
    case 'starts_with':
      return values.some((part) => value.startsWith(part));
    case 'ends_with':
      return values.some((part) => value.endsWith(part));
    case 'has_word':
      return values.some((part) => beginsWord(value, part));
    case 'is_empty':
      return value === '';
    case 'is_present':
      return value !== '';
  }
}

function wordOf(field: ChannelCondition['field'], traffic: TrafficSource): string {
  switch (field) {
    case 'kind':
      return traffic.kind ?? '';
    case 'click_id':
      return traffic.clickId ?? '';
    case 'referrer_host':
      return traffic.referrerHost ?? '';
    default:
      return traffic[field];
  }
}

/** Whether a word of the text begins with the part: "summer-shop" has the word "shop", "workshop" does not. */
function beginsWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}
