import { z } from 'zod';

// zod's compiled checks need eval, which the content security policy forbids. Imported first: a schema asks for this
// when it is made.
z.config({ jitless: true });
