import { campaignOf } from '../classify/campaign-of.ts';
import { deciding, holds } from '../classify/channel-of.ts';
import { type ChannelRule, unassignedChannel } from '../classify/channel-rules.ts';
import { type TrafficSource, trafficSourceOf } from '../classify/traffic-source.ts';
import type { ChannelTrial } from './contract.ts';

/** Which channel a visit would count for, and what every rule of the table says to it. */
export function tryChannels(options: {
  url: string;
  referrer: string;
  rules: readonly ChannelRule[];
  internalHosts: readonly string[];
}): ChannelTrial {
  const { url, rules } = options;
  const traffic = trafficSourceOf(
    { url, referrer: refererOf(options.referrer), campaign: campaignOf(url) },
    new Set(options.internalHosts),
  );
  if (traffic === null) return { ...nothing, rules: [] };
  const decided = traffic.internal ? null : deciding(traffic, rules);
  return {
    ...shown(traffic),
    channel: traffic.internal ? null : (decided?.channel ?? unassignedChannel),
    ruleId: decided?.id ?? null,
    rules: rules.map((rule) => ({
      ruleId: rule.id,
      channel: rule.channel,
      holds: !traffic.internal && holds(rule, traffic),
    })),
  };
}

/** People write "google.com" where a browser says "https://www.google.com/". */
function refererOf(text: string): string | null {
  if (text === '') return null;
  return text.includes('://') ? text : `https://${text}`;
}

const nothing = {
  source: '',
  medium: '',
  campaign: '',
  kind: null,
  clickId: null,
  referrerHost: null,
  internal: false,
  channel: null,
  ruleId: null,
};

function shown(traffic: TrafficSource) {
  const { source, medium, campaign, kind, clickId, referrerHost, internal } = traffic;
  return { source, medium, campaign, kind, clickId, referrerHost, internal };
}
