import type { ChannelCondition, ChannelField, ChannelOperator, ChannelRule } from './channel-rules.ts';

const on = (field: ChannelField, operator: ChannelOperator, ...values: string[]): ChannelCondition => ({
  field,
  operator,
  values,
});

/** GA4: ^(.*cp.*|ppc|retargeting|paid.*)$ */
const paidMedium = [
  on('medium', 'contains', 'cp'),
  on('medium', 'is', 'ppc', 'retargeting'),
  on('medium', 'starts_with', 'paid'),
];

/** GA4: a shopping site, or ^(.*(([^a-df-z]|^)shop|shopping).*)$, which lets "e-shop" pass and "workshop" not. */
const shopping = [
  on('kind', 'is', 'shopping'),
  on('campaign', 'has_word', 'shop', 'eshop'),
  on('campaign', 'contains', 'shopping'),
];

const emailWords = ['email', 'e-mail', 'e_mail', 'e mail'];

/**
 * GA4's default channel groups as it documents them (support.google.com/analytics/answer/9756891), in its order. It
 * leaves to its own ad platforms what no web page can see; click ids stand in for them (traffic-source.ts).
 */
export const defaultChannelRules: readonly ChannelRule[] = [
  {
    id: 'direct',
    channel: 'Direct',
    allOf: [[on('source', 'is', '(direct)')], [on('medium', 'is', '(none)', '(not set)')]],
  },
  { id: 'cross-network', channel: 'Cross-network', allOf: [[on('campaign', 'contains', 'cross-network')]] },
  { id: 'paid-shopping', channel: 'Paid Shopping', allOf: [shopping, paidMedium] },
  { id: 'paid-search', channel: 'Paid Search', allOf: [[on('kind', 'is', 'search')], paidMedium] },
  { id: 'paid-social', channel: 'Paid Social', allOf: [[on('kind', 'is', 'social')], paidMedium] },
  { id: 'paid-video', channel: 'Paid Video', allOf: [[on('kind', 'is', 'video')], paidMedium] },
  {
    id: 'display',
    channel: 'Display',
    allOf: [[on('medium', 'is', 'display', 'banner', 'expandable', 'interstitial', 'cpm')]],
  },
  { id: 'paid-other', channel: 'Paid Other', allOf: [paidMedium] },
  { id: 'organic-shopping', channel: 'Organic Shopping', allOf: [shopping] },
  {
    id: 'organic-social',
    channel: 'Organic Social',
    allOf: [
      [
        on('kind', 'is', 'social'),
        on(
          'medium',
          'is',
          'social',
          'social-network',
          'social-media',
          'sm',
          'social network',
          'social media',
        ),
      ],
    ],
  },
  {
    id: 'organic-video',
    channel: 'Organic Video',
    allOf: [[on('kind', 'is', 'video'), on('medium', 'contains', 'video')]],
  },
  {
    id: 'organic-search',
    channel: 'Organic Search',
    allOf: [[on('kind', 'is', 'search'), on('medium', 'is', 'organic')]],
  },
  { id: 'referral', channel: 'Referral', allOf: [[on('medium', 'is', 'referral', 'app', 'link')]] },
  {
    id: 'email',
    channel: 'Email',
    allOf: [[on('source', 'is', ...emailWords), on('medium', 'is', ...emailWords)]],
  },
  { id: 'affiliates', channel: 'Affiliates', allOf: [[on('medium', 'is', 'affiliate', 'affiliates')]] },
  { id: 'audio', channel: 'Audio', allOf: [[on('medium', 'is', 'audio')]] },
  { id: 'sms', channel: 'SMS', allOf: [[on('source', 'is', 'sms'), on('medium', 'is', 'sms')]] },
  {
    id: 'mobile-push',
    channel: 'Mobile Push Notifications',
    allOf: [
      [
        on('medium', 'ends_with', 'push'),
        on('medium', 'contains', 'mobile', 'notification'),
        on('source', 'is', 'firebase'),
      ],
    ],
  },
];
