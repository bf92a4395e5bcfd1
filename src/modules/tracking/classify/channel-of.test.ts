import fc from 'fast-check';
import { expect, test } from 'vitest';
import { campaignOf } from './campaign-of.ts';
import { type ChannelTableInUse, channelOf, deciding, holds } from './channel-of.ts';
import {
  type ChannelRule,
  channelFields,
  channelOperators,
  channelRules,
  unassignedChannel,
} from './channel-rules.ts';
import { defaultChannelRules } from './default-channels.ts';
import { clickIds, trafficSourceOf } from './traffic-source.ts';

const table: ChannelTableInUse = { rules: defaultChannelRules, internalHosts: new Set() };
const site = 'https://www.watteline-invented.com/pricing';

function channel(query: string, referrer: string | null = null, over = table): string | null {
  const url = query === '' ? site : `${site}?${query}`;
  return channelOf({ url, referrer, campaign: campaignOf(url) }, over);
}

test.each<[query: string, referrer: string | null, channel: string]>([
  // Nothing said.
  ['', null, 'Direct'],
  ['', '', 'Direct'],
  ['utm_source=(direct)&utm_medium=(none)', null, 'Direct'],
  ['colour=blue', null, 'Direct'],
  // Referrers alone.
  ['', 'https://www.google.com/', 'Organic Search'],
  ['', 'https://www.google.co.uk/search?q=x', 'Organic Search'],
  ['', 'https://duckduckgo.com/', 'Organic Search'],
  ['', 'https://de.search.yahoo.com/', 'Organic Search'],
  ['', 'https://docs.google.com/', 'Referral'],
  ['', 'https://search.brave.com/', 'Organic Search'],
  ['', 'android-app://com.google.android.googlequicksearchbox/', 'Organic Search'],
  ['', 'https://www.linkedin.com/feed/', 'Organic Social'],
  ['', 'android-app://com.linkedin.android/', 'Organic Social'],
  ['', 'https://t.co/abc', 'Organic Social'],
  ['', 'https://out.reddit.com/r/x', 'Organic Social'],
  ['', 'https://www.youtube.com/watch?v=1', 'Organic Video'],
  ['', 'https://www.amazon.de/dp/1', 'Organic Shopping'],
  ['', 'https://mail.google.com/', 'Email'],
  ['', 'https://outlook.office.com/mail/', 'Email'],
  ['', 'https://chatgpt.com/', 'Referral'],
  ['', 'https://trade-journal-invented.com/article', 'Referral'],
  ['', 'https://notgoogle-invented.org/', 'Referral'],
  // UTM parameters, in any case.
  ['utm_source=google&utm_medium=cpc', null, 'Paid Search'],
  ['utm_source=Google&utm_medium=CPC', null, 'Paid Search'],
  ['utm_source=bing&utm_medium=ppc', null, 'Paid Search'],
  ['utm_source=google&utm_medium=organic', null, 'Organic Search'],
  ['utm_source=linkedin&utm_medium=paid-social', null, 'Paid Social'],
  ['utm_source=li&utm_medium=cpm', null, 'Paid Social'],
  ['utm_source=fb&utm_medium=paid', null, 'Paid Social'],
  ['utm_source=linkedin&utm_medium=social', null, 'Organic Social'],
  ['utm_source=somewhere&utm_medium=social-media', null, 'Organic Social'],
  ['utm_source=youtube&utm_medium=cpv', null, 'Paid Video'],
  ['utm_source=youtube&utm_medium=paid_video', null, 'Paid Video'],
  ['utm_source=partner&utm_medium=video', null, 'Organic Video'],
  ['utm_source=amazon&utm_medium=cpc', null, 'Paid Shopping'],
  ['utm_source=x1&utm_medium=cpc&utm_campaign=spring-shop', null, 'Paid Shopping'],
  ['utm_source=x1&utm_medium=cpc&utm_campaign=workshop-2026', null, 'Paid Other'],
  ['utm_source=x1&utm_medium=web&utm_campaign=shopping-week', null, 'Organic Shopping'],
  ['utm_source=network&utm_medium=display', null, 'Display'],
  ['utm_source=network&utm_medium=banner', null, 'Display'],
  ['utm_source=network&utm_medium=cpm', null, 'Display'],
  ['utm_source=network&utm_medium=retargeting', null, 'Paid Other'],
  ['utm_source=google&utm_medium=cpc&utm_campaign=pmax-cross-network', null, 'Cross-network'],
  ['utm_source=newsletter&utm_medium=email', null, 'Email'],
  ['utm_source=e-mail&utm_medium=june', null, 'Email'],
  ['utm_source=partner&utm_medium=affiliate', null, 'Affiliates'],
  ['utm_source=partner&utm_medium=referral', null, 'Referral'],
  ['utm_source=podcast&utm_medium=audio', null, 'Audio'],
  ['utm_source=sms&utm_medium=june', null, 'SMS'],
  ['utm_source=firebase&utm_medium=june', null, 'Mobile Push Notifications'],
  ['utm_source=app1&utm_medium=web-push', null, 'Mobile Push Notifications'],
  ['utm_source=fair&utm_medium=leaflet', null, unassignedChannel],
  // UTM parameters are said on purpose: they go before the referrer and click ids.
  ['utm_source=newsletter&utm_medium=email', 'https://www.google.com/', 'Email'],
  ['utm_source=newsletter&utm_medium=email&gclid=1', null, 'Email'],
  ['utm_campaign=june', 'https://www.google.com/', 'Organic Search'],
  // Click ids.
  ['gclid=abc', 'https://www.google.com/', 'Paid Search'],
  ['gbraid=abc', null, 'Paid Search'],
  ['msclkid=abc', 'https://www.bing.com/', 'Paid Search'],
  ['li_fat_id=abc', null, 'Paid Social'],
  ['dclid=abc', null, 'Display'],
  ['fbclid=abc', null, 'Organic Social'],
  ['mkt_tok=abc', null, 'Email'],
  ['gclid=', 'https://www.google.com/', 'Organic Search'],
])('?%s from %s is %s', (query, referrer, expected) => {
  expect(channel(query, referrer)).toBe(expected);
});

test('a referrer of the site itself says nothing, but a campaign on its own link does', () => {
  expect(channel('', 'https://www.watteline-invented.com/')).toBeNull();
  expect(channel('', 'https://docs.watteline-invented.com/')).toBeNull();
  expect(channel('utm_source=banner&utm_medium=email', 'https://www.watteline-invented.com/')).toBe('Email');
  expect(channel('', 'https://watteline-invented.com.evil-invented.com/')).toBe('Referral');
});

test("sites on one host of many companies are not each other's", () => {
  const visit = {
    url: 'https://ours.github.io/',
    referrer: 'https://theirs.github.io/',
    campaign: campaignOf(null),
  };
  expect(channelOf(visit, table)).toBe('Referral');
});

test('a host that the workspace calls its own says nothing either', () => {
  const over = { ...table, internalHosts: new Set(['pay-invented.com']) };
  expect(channel('', 'https://secure.pay-invented.com/done')).toBe('Referral');
  expect(channel('', 'https://secure.pay-invented.com/done', over)).toBeNull();
});

test('an event of no page has no channel, unless it names its campaign', () => {
  const nothing = { url: null, referrer: null, campaign: campaignOf(null) };
  expect(channelOf(nothing, table)).toBeNull();
  expect(
    channelOf({ ...nothing, campaign: { ...nothing.campaign, source: 'news', medium: 'email' } }, table),
  ).toBe('Email');
});

test('the first rule that holds decides, and a rule of the workspace may name any channel', () => {
  const event: ChannelRule = {
    id: 'fair',
    channel: 'Event',
    allOf: [[{ field: 'source', operator: 'is', values: ['fair'] }]],
  };
  const over = { ...table, rules: [event, ...defaultChannelRules] };
  expect(channel('utm_source=fair&utm_medium=email', null, over)).toBe('Event');
  expect(
    channel('utm_source=fair&utm_medium=email', null, { ...table, rules: [...defaultChannelRules, event] }),
  ).toBe('Email');
});

test("Liaison's own table is one that could be saved", () => {
  expect(channelRules.parse(structuredClone([...defaultChannelRules]))).toEqual(defaultChannelRules);
});

const word = fc.oneof(
  fc.constantFrom('google', 'cpc', 'email', 'shop', 'linkedin', 'social', '(direct)', '(none)', ''),
  fc.string({ maxLength: 12 }),
);
const host = fc.oneof(
  fc.constantFrom(
    'https://www.google.com/',
    'https://t.co/x',
    'https://www.watteline-invented.com/',
    '',
    'x',
  ),
  fc.webUrl(),
);
const visits = fc.record({
  url: fc.option(
    fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.constantFrom(...Object.keys(clickIds)).map((id) => `${site}?${id}=1`),
      fc.string(),
    ),
  ),
  referrer: fc.option(fc.oneof(host, fc.string())),
  campaign: fc.record({
    source: fc.option(word),
    medium: fc.option(word),
    name: fc.option(word),
    term: fc.option(word),
    content: fc.option(word),
  }),
});

const rules = fc
  .array(
    fc.record({
      channel: fc.constantFrom('A', 'B', 'C'),
      allOf: fc.array(
        fc.array(
          fc.record({
            field: fc.constantFrom(...channelFields),
            operator: fc.constantFrom(...channelOperators),
            values: fc.array(
              word.map((text) => text.toLowerCase()),
              { maxLength: 3 },
            ),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((rule, index): ChannelRule => ({ id: `r${index}`, ...rule })));

test('every visit gets exactly one channel, or none for a reason; always the same', () => {
  fc.assert(
    fc.property(visits, fc.oneof(fc.constant(defaultChannelRules), rules), (visit, over) => {
      const inUse = { rules: over, internalHosts: new Set<string>() };
      const traffic = trafficSourceOf(visit);
      const said = channelOf(visit, inUse);
      expect(channelOf(structuredClone(visit), inUse)).toBe(said);
      if (traffic === null || traffic.internal) {
        expect(said).toBeNull();
        return;
      }
      const holding = over.filter((rule) => holds(rule, traffic));
      expect(said).toBe(holding[0]?.channel ?? unassignedChannel);
      expect(deciding(traffic, over)).toBe(holding[0] ?? null);
    }),
    { numRuns: 2_000 },
  );
});
