export type SnippetChoices = {
  writeKey: string;
  /** Where Liaison is reached. */
  origin: string;
  cookieless: boolean;
  asksConsent: boolean;
  /** CSS selector of forms to watch beside those that carry data-liaison-form. */
  forms: string;
  /** The page calls liaison.…() itself: calls made before the script is there are kept for it. */
  calls: boolean;
};

const stub = `<script>
  window.liaison = window.liaison || { q: [] };
  ['page', 'track', 'identify', 'group',
   'alias', 'reset', 'consent'].forEach(function (name) {
    liaison[name] = liaison[name] || function () {
      liaison.q.push([name, [].slice.call(arguments)]);
    };
  });
</script>
`;

/** What to paste into the head of every page. */
export function snippetOf(choices: SnippetChoices): string {
  const { writeKey, origin, cookieless, asksConsent, forms, calls } = choices;
  const attributes = [
    `src="${attribute(origin)}/t.js"`,
    `data-key="${attribute(writeKey)}"`,
    ...(cookieless ? ['data-cookieless'] : []),
    ...(asksConsent ? ['data-consent="required"'] : []),
    ...(forms.trim() === '' ? [] : [`data-forms="${attribute(forms.trim())}"`]),
  ];
  return `${calls || asksConsent ? stub : ''}<script async ${attributes.join(' ')}></script>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

export const clients = ['browser', 'node', 'rudderstack', 'http'] as const;
export type Client = (typeof clients)[number];

export const clientNames: Record<Client, string> = {
  browser: 'Browser',
  node: 'Node',
  rudderstack: 'RudderStack',
  http: 'HTTP',
};

/** How a client that is there already is pointed here. */
export function clientCode(
  client: Client,
  { writeKey, origin }: { writeKey: string; origin: string },
): string {
  switch (client) {
    case 'browser':
      return `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${origin}' });

analytics.page();
analytics.track('Form Submitted', { email: 'buyer@example.com', form: 'demo' });`;
    case 'node':
      return `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${writeKey}', host: '${origin}' });

analytics.track({ userId: 'u-1', event: 'Trial Started', properties: { plan: 'team' } });
await analytics.closeAndFlush();`;
    case 'rudderstack':
      return `import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const analytics = new RudderAnalytics('${writeKey}', { dataPlaneUrl: '${origin}' });

analytics.track({ userId: 'u-1', event: 'Trial Started', properties: { plan: 'team' } });
await analytics.flush();`;
    case 'http':
      return `curl -u ${writeKey}: ${origin}/v1/track \\
  -H 'content-type: application/json' \\
  -d '{
    "messageId": "trial-1",
    "userId": "u-1",
    "event": "Trial Started",
    "properties": { "plan": "team" }
  }'`;
  }
}
