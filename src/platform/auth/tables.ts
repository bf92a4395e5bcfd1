const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** Better Auth's models on the tables of the first migration; it makes no tables of its own. */
export const authModels = {
  user: { modelName: 'auth_user', fields: { emailVerified: 'email_verified', ...timestamps } },
  session: {
    modelName: 'auth_session',
    fields: {
      userId: 'user_id',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      expiresAt: 'expires_at',
      ...timestamps,
    },
  },
  account: {
    modelName: 'auth_account',
    fields: {
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'user_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...timestamps,
    },
  },
  verification: { modelName: 'auth_verification', fields: { expiresAt: 'expires_at', ...timestamps } },
} as const;
