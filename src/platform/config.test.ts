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

test('the mail door is open unless it is shut, and its addresses end in the public host', () => {
  expect(readConfig({})).toMatchObject({ smtpPort: 4325, mailDomain: 'localhost' });
  expect(readConfig({ LIAISON_PUBLIC_URL: 'https://crm.Acme.com' }).mailDomain).toBe('crm.acme.com');
  expect(readConfig({ LIAISON_MAIL_DOMAIN: 'Log.Acme.com' }).mailDomain).toBe('log.acme.com');
  for (const off of ['', 'off']) expect(readConfig({ LIAISON_SMTP_PORT: off }).smtpPort).toBeNull();
  expect(readConfig({ LIAISON_SMTP_PORT: '0' }).smtpPort).toBe(0);
  expect(() => readConfig({ LIAISON_SMTP_PORT: 'soon' })).toThrow(/LIAISON_SMTP_PORT/);
});

test('files go to a bucket when all of it is set; half a setting is refused and shows no secret', () => {
  expect(readConfig({}).s3).toBeNull();
  const whole = {
    LIAISON_S3_BUCKET: 'liaison',
    LIAISON_S3_ACCESS_KEY_ID: 'key-id',
    LIAISON_S3_SECRET_ACCESS_KEY: 'very-secret',
  };
  expect(readConfig(whole).s3).toMatchObject({ bucket: 'liaison', region: 'us-east-1', pathStyle: false });
  expect(readConfig({ ...whole, LIAISON_S3_ENDPOINT: 'https://s3.company.com' }).s3?.pathStyle).toBe(true);
  expect(readConfig({ ...whole, LIAISON_S3_PATH_STYLE: 'yes' }).s3?.pathStyle).toBe(true);
  expect(() => readConfig({ LIAISON_S3_REGION: 'eu-west-1' })).toThrow(/LIAISON_S3_BUCKET.* is not set/);
  const half = { ...whole, LIAISON_S3_ACCESS_KEY_ID: '' };
  expect(() => readConfig(half)).toThrow(/LIAISON_S3_ACCESS_KEY_ID is not set/);
  expect(() => readConfig(half)).not.toThrow(/very-secret/);
});
