import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

// Better Auth's models on the tables of the first migration; it makes no tables of its own.
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const timestamps = { createdAt: time('created_at').notNull(), updatedAt: time('updated_at').notNull() };

const user = pgTable('auth_user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  emailVerified: boolean('email_verified').notNull(),
  image: text('image'),
  ...timestamps,
});

const session = pgTable('auth_session', {
  id: uuid('id').primaryKey(),
  token: text('token').notNull(),
  userId: uuid('user_id').notNull(),
  ipAddress: text('ip_address'),
  userAgent: text('user_agent'),
  expiresAt: time('expires_at').notNull(),
  ...timestamps,
});

const account = pgTable('auth_account', {
  id: uuid('id').primaryKey(),
  accountId: text('account_id').notNull(),
  providerId: text('provider_id').notNull(),
  userId: uuid('user_id').notNull(),
  accessToken: text('access_token'),
  refreshToken: text('refresh_token'),
  idToken: text('id_token'),
  accessTokenExpiresAt: time('access_token_expires_at'),
  refreshTokenExpiresAt: time('refresh_token_expires_at'),
  scope: text('scope'),
  password: text('password'),
  ...timestamps,
});

const verification = pgTable('auth_verification', {
  id: uuid('id').primaryKey(),
  identifier: text('identifier').notNull(),
  value: text('value').notNull(),
  expiresAt: time('expires_at').notNull(),
  ...timestamps,
});

/** By the names under which Better Auth asks for them. */
export const authTables = { user, session, account, verification };
