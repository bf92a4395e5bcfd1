import { QueryClient } from '@tanstack/react-query';
import { asProblem } from './problem.ts';

const maxRetries = 2;
/** 0 is no answer at all; 503 says "in a moment". Everything else stays as it is however often it is asked. */
const passing = new Set([0, 408, 429, 502, 503, 504]);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < maxRetries && passing.has(asProblem(error).status),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});
