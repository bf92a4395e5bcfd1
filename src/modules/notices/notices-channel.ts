/** PostgreSQL tells on it which workspace has something new to tell. */
export const noticesChannel = 'notices';
