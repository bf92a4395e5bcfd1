import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOrDomain, mayRead } from './addresses.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const domain = fc.tuple(label, label).map(([name, end]) => `${name}.${end}x`);
const address = fc.tuple(label, domain).map(([who, where]) => `${who}@${where}`);
const rule = fc.oneof(address, domain);
const rules = fc.array(rule, { maxLength: 6 });
const cased = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((high) => [...text].map((letter, at) => (high[at] ? letter.toUpperCase() : letter)).join(''));

test('who is denied never reads, whatever is allowed and however it is written', () => {
  fc.assert(
    fc.property(
      address.chain((one) => fc.tuple(fc.constant(one), cased(one))),
      rules,
      rules,
      fc.boolean(),
      ([one, written], allowed, denied, byDomain) => {
        const kept = byDomain ? (one.split('@')[1] ?? '') : one;
        expect(mayRead(written, { allowed: [...allowed, one], denied: [...denied, kept] })).toBe(false);
      },
    ),
  );
});

test('where nobody is named as allowed, all may read who are not denied', () => {
  fc.assert(
    fc.property(address, rules, (one, denied) => {
      const where = one.slice(one.indexOf('@') + 1);
      const isDenied = denied.some((each) => each === one || where === each || where.endsWith(`.${each}`));
      expect(mayRead(one, { allowed: [], denied })).toBe(!isDenied);
    }),
  );
});

test('where some are allowed, they alone may read', () => {
  fc.assert(
    fc.property(address, fc.array(rule, { minLength: 1, maxLength: 6 }), (one, allowed) => {
      const where = one.slice(one.indexOf('@') + 1);
      const isNamed = allowed.some((each) => each === one || where === each || where.endsWith(`.${each}`));
      expect(mayRead(one, { allowed, denied: [] })).toBe(isNamed);
    }),
  );
});

test('a domain stands for its subdomains, and for no other that ends alike', () => {
  const allowed = { allowed: ['acme.com'], denied: [] };
  expect(mayRead('ada@acme.com', allowed)).toBe(true);
  expect(mayRead(' Ada@Sales.ACME.com ', allowed)).toBe(true);
  expect(mayRead('ada@acme.com.', allowed)).toBe(true);
  expect(mayRead('ada@notacme.com', allowed)).toBe(false);
  expect(mayRead('ada@acme.com.evil.org', allowed)).toBe(false);
  expect(mayRead('acme.com@evil.org', allowed)).toBe(false);
  expect(mayRead('"a@acme.com"@evil.org', allowed)).toBe(false);
});

test('rules are cleaned, and what is neither an address nor a domain is refused', () => {
  expect(addressOrDomain.parse(' @Acme.COM. ')).toBe('acme.com');
  expect(addressOrDomain.parse('Ada@Acme.com')).toBe('ada@acme.com');
  for (const wrong of ['', 'acme', '*', '*.com', 'acme..com', '-acme.com', 'a b.com', 'ada@', '@'])
    expect(addressOrDomain.safeParse(wrong).success, wrong).toBe(false);
});
