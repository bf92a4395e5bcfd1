// What must stand before anything else runs. A file of its own because the content security policy allows no inline
// script.

// zod asks for this when a schema is made: its compiled checks need eval, which the policy forbids as well.
globalThis.__zod_globalConfig = { jitless: true };

// The colour scheme, before the first paint. The key is the one that main.tsx gives to Mantine.
(() => {
  let choice = 'auto';
  try {
    choice = localStorage.getItem('liaison-theme') ?? 'auto';
  } catch {
    // Storage may be switched off; the system's scheme it is, then.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
