import { hashPassword } from 'better-auth/crypto';
import { AppError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { sql, type Tx } from '../../platform/postgres/database.ts';
import type { Person } from './identify.ts';

type CreateUser = { tx: Tx; now: Date; name: string; email: string; password: string };

/**
 * A person who signs in with a password, as Better Auth keeps them; made here so that it is one transaction with the
 * membership. `tx` must be a system's.
 */
export async function createUser({ tx, now, name, email, password }: CreateUser): Promise<Person> {
  const id = newId();
  const made =
    await tx.run(sql`insert into auth_user (id, name, email, email_verified, created_at, updated_at)
    values (${id}, ${name}, ${email}, false, ${now}, ${now}) on conflict (email) do nothing`);
  if (made === 0)
    throw new AppError('conflict', `${email} has an account already. Sign in, then open the link again.`);
  await tx.run(sql`insert into auth_account (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${newId()}, ${id}, 'credential', ${id}, ${await hashPassword(password)}, ${now}, ${now})`);
  return { id, name, email };
}
