import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * Holds every import against the layout: platform ← modules ← app. Zones come from the folder list, so a new module
 * is bound the moment its folder exists. Prints what is wrong and exits 1.
 */
const root = resolve(import.meta.dirname, '..');
const sourceRoot = join(root, 'src');

type Zone =
  | { kind: 'platform' }
  | { kind: 'web' }
  | { kind: 'module'; name: string; part: 'server' | 'ui' | 'contract' }
  | { kind: 'app' };

const moduleNames = readdirSync(join(sourceRoot, 'modules'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

function zoneOf(file: string): Zone {
  const [top, second, ...rest] = relative(sourceRoot, file).split('/');
  if (top === 'platform') return { kind: 'platform' };
  if (top === 'web') return { kind: 'web' };
  if (top !== 'modules' || second === undefined || !moduleNames.includes(second)) return { kind: 'app' };
  return { kind: 'module', name: second, part: partOf(rest) };
}

function partOf(path: readonly string[]): 'server' | 'ui' | 'contract' {
  const file = path.at(-1);
  if (path[0] === 'ui') return 'ui';
  return file === 'contract.ts' || file === 'access.ts' ? 'contract' : 'server';
}

/** Null where the import is allowed, else the rule it breaks. */
function brokenRule(from: Zone, to: Zone, target: string): string | null {
  if (from.kind === 'app') return null;
  if (from.kind === 'platform')
    return to.kind === 'platform' ? null : 'platform knows no business: it imports platform only';
  if (from.kind === 'web')
    return webMayImport(to, target)
      ? null
      : 'the web shell imports contracts, ui folders and problem schemas only';
  if (to.kind === 'app') return 'modules do not import what composes them';
  if (from.part === 'ui') {
    const fine = to.kind === 'web' || (to.kind === 'module' && to.part !== 'server');
    return fine ? null : 'a page imports contracts, ui folders and src/web only';
  }
  if (from.part === 'contract') {
    const fine =
      to.kind === 'platform' || (to.kind === 'module' && (to.part === 'contract' || to.name === from.name));
    return fine ? null : 'a contract imports contracts and platform schemas only';
  }
  if (to.kind === 'web') return 'the server does not import the web';
  if (to.kind === 'platform' || to.name === from.name) return null;
  if (to.part === 'contract') return null;
  return target.endsWith(`/modules/${to.name}/index.ts`) ? null : `reach ${to.name} through its index.ts`;
}

function webMayImport(to: Zone, target: string): boolean {
  if (to.kind === 'web') return true;
  if (to.kind === 'module') return to.part !== 'server';
  return target === join(sourceRoot, 'contract.ts');
}

function importsOf(file: string): string[] {
  const parsed = parseSync(file, readFileSync(file, 'utf8')).module;
  const named = [...parsed.staticImports, ...parsed.staticExports.flatMap((statement) => statement.entries)]
    .map((entry) => ('moduleRequest' in entry ? entry.moduleRequest?.value : undefined))
    .filter((specifier) => specifier !== undefined);
  const source = readFileSync(file, 'utf8');
  const dynamic = parsed.dynamicImports.map(({ moduleRequest }) =>
    source.slice(moduleRequest.start, moduleRequest.end).replaceAll(/^['"`]|['"`]$/g, ''),
  );
  return [...named, ...dynamic].filter((specifier) => specifier.startsWith('.'));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => join(folder, name));
}

const graph = new Map<string, string[]>();
const problems: string[] = [];
for (const file of sourceFiles(sourceRoot)) {
  const targets = importsOf(file).map((specifier) => resolve(dirname(file), specifier));
  graph.set(
    file,
    targets.filter((target) => /\.tsx?$/.test(target)),
  );
  for (const target of targets) {
    if (!target.startsWith(`${sourceRoot}/`)) continue;
    const broken = brokenRule(zoneOf(file), zoneOf(target), target);
    if (broken) problems.push(`${relative(root, file)} imports ${relative(root, target)}: ${broken}`);
  }
}
problems.push(...moduleCycles());

/** Cycles between modules (a file-level cycle inside one module is that module's own affair). */
function moduleCycles(): string[] {
  const edges = new Map<string, Set<string>>();
  for (const [file, targets] of graph) {
    const from = zoneOf(file);
    if (from.kind !== 'module' || from.part !== 'server') continue;
    for (const to of targets.map(zoneOf)) {
      if (to.kind !== 'module' || to.name === from.name || to.part !== 'server') continue;
      edges.set(from.name, (edges.get(from.name) ?? new Set()).add(to.name));
    }
  }
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    [...(edges.get(from) ?? [])].some((next) => {
      if (next === goal) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, goal, seen);
    });
  return moduleNames
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => `module ${name} is part of an import cycle`);
}

for (const line of problems) console.error(line);
console.log(`${graph.size} files, ${problems.length} broken boundaries`);
process.exitCode = problems.length > 0 ? 1 : 0;
