import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('nothing set: the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    port: 4310,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:4310',
    adminToken: undefined,
    databaseUrl: undefined,
  });
});

test('blank is the same as not set; an address loses its last slash', () => {
  const config = readConfig({
    LIAISON_PORT: '',
    DATABASE_URL: '',
    LIAISON_PUBLIC_URL: 'https://liaison.company.com/',
  });
  expect(config).toMatchObject({
    port: 4310,
    databaseUrl: undefined,
    publicUrl: 'https://liaison.company.com',
  });
});

test('every wrong variable is named', () => {
  expect(() => readConfig({ LIAISON_PORT: 'many', DATABASE_URL: 'nowhere' })).toThrow(
    /LIAISON_PORT[\s\S]*DATABASE_URL/,
  );
});

test('listening everywhere, links name a host that a browser can open', () => {
  expect(readConfig({ LIAISON_HOST: '0.0.0.0', LIAISON_PORT: '80' }).publicUrl).toBe('http://localhost:80');
});
