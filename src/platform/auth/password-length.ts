/** NIST SP 800-63B asks for length, not for kinds of characters; the upper bound keeps hashing cheap. */
export const minPasswordLength = 10;
export const maxPasswordLength = 128;
