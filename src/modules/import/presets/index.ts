import type { PresetName } from '../contract.ts';
import { hubspotContacts } from './hubspot-contacts.ts';
import type { Preset, PresetPart } from './preset.ts';
import { salesforce } from './salesforce.ts';

const presets: Readonly<Record<PresetName, Preset>> = { 'hubspot-contacts': hubspotContacts, salesforce };

export function presetOf(name: PresetName): Preset {
  return presets[name];
}

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/** Which of the preset's parts a file is for, by its name first, else by its headings. */
export function partFor(preset: Preset, fileName: string, headings: readonly string[]): PresetPart | null {
  const base = (fileName.split(/[\\/]/).at(-1) ?? fileName).replace(/\.[^.]+$/, '');
  const there = new Set(headings);
  const named = preset.parts.find((part) => part.fileName.test(base));
  if (named) return named;
  return preset.parts.find((part) => part.signature.every((heading) => there.has(heading))) ?? null;
}
