import { describe, expect, it } from 'vitest';
import { companyDomainOf, companyNameOf, registrableDomain } from './domains.ts';

describe('companyDomainOf', () => {
  it.each([
    ['ana@acme.com', 'acme.com'],
    ['ana@sales.acme.co.uk', 'acme.co.uk'],
    ['ana@MAIL.Acme.De', 'acme.de'],
    ['ana@bücher.example.de', 'example.de'],
  ])('takes %s to %s', (email, domain) => expect(companyDomainOf(email)).toBe(domain));

  it.each([
    'ana@gmail.com',
    'ana@yahoo.co.uk',
    'ana@web.de',
    'ana@tutanota.com',
    'ana@example.com',
    'ana@shop.example.org',
    'ana@acme.test',
    'ana@acme.invalid',
    'ana@printer.local',
    'ana@localhost',
    'ana@192.168.1.4',
    'ana@co.uk',
    'ana@',
  ])('says nothing of %s', (email) => expect(companyDomainOf(email)).toBeNull());
});

describe('registrableDomain', () => {
  it.each([
    ['https://www.acme.com/de?x=1', 'acme.com'],
    ['WWW.Acme.com.br', 'acme.com.br'],
    ['not a domain', null],
    ['', null],
  ])('of "%s" is %s', (address, domain) => expect(registrableDomain(address)).toBe(domain));
});

it('names a company by its domain', () => {
  expect(companyNameOf('blue-harbour.co.uk')).toBe('Blue Harbour');
  expect(companyNameOf('acme.com')).toBe('Acme');
});
