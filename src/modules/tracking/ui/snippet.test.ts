import { expect, test } from 'vitest';
import { clientCode, clients, snippetOf } from './snippet.ts';

const choices = {
  writeKey: 'wk_1',
  origin: 'https://liaison.example.com',
  cookieless: false,
  asksConsent: false,
  forms: '',
  calls: false,
};

test('one line is enough where the page calls nothing', () => {
  expect(snippetOf(choices)).toBe(
    '<script async src="https://liaison.example.com/t.js" data-key="wk_1"></script>',
  );
});

test('each choice is one attribute', () => {
  const snippet = snippetOf({
    ...choices,
    cookieless: true,
    asksConsent: true,
    forms: ' form[name="demo"] ',
  });
  expect(snippet).toContain(' data-cookieless');
  expect(snippet).toContain(' data-consent="required"');
  expect(snippet).toContain(' data-forms="form[name=&quot;demo&quot;]"');
});

test('calls made before the script is there are kept in order', () => {
  const snippet = snippetOf({ ...choices, calls: true });
  const [, stub = ''] = /<script>([\s\S]*?)<\/script>/.exec(snippet) ?? [];
  const page: { liaison?: { q: unknown[]; track(...said: unknown[]): void; consent(given: boolean): void } } =
    {};
  new Function('window', `with (window) { ${stub} }`)(Object.assign(page, { window: page }));
  page.liaison?.track('Demo Asked', { plan: 'team' });
  page.liaison?.consent(true);
  expect(page.liaison?.q).toEqual([
    ['track', ['Demo Asked', { plan: 'team' }]],
    ['consent', [true]],
  ]);
});

test.each(clients)('%s is pointed here with the key', (client) => {
  const code = clientCode(client, choices);
  expect(code).toContain('wk_1');
  expect(code).toContain('liaison.example.com');
});
