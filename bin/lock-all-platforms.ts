import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Completes package-lock.json for platforms other than the one it was made on. A registry mirror may not serve the
 * native packages of other platforms; npm then leaves them out of the lock, and `npm ci` refuses it as incomplete.
 * Run after `npm install` of a package: `node bin/lock-all-platforms.ts`.
 */
type Locked = {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  engines?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const path = 'package-lock.json';
const lock: { packages: Record<string, Locked> } = JSON.parse(readFileSync(path, 'utf8'));

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'aix',
  'win32',
];
const processors = [
  'arm64',
  'x64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
];

/** Where a native package may be installed, read from its name as all of them carry it. */
function platformOf(name: string): Pick<Locked, 'os' | 'cpu' | 'libc'> {
  const words = name.replaceAll('windows', 'win32').split(/[-/@_.]/);
  const os = systems.find((system) => words.includes(system));
  const cpu =
    processors.find((processor) => words.includes(processor)) ??
    (words.some((word) => /^arm/.test(word)) ? 'arm' : undefined);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}), ...(os ? { os: [os] } : {}) };
}

const missing: string[] = [];
for (const [holder, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isLocked =
      `node_modules/${name}` in lock.packages || `${holder}/node_modules/${name}` in lock.packages;
    const platform = platformOf(name);
    if (isLocked || (!platform.os && !platform.cpu)) continue;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''),
      ...platform,
      optional: true,
    };
    missing.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added`);
