import { Checkbox, Stack } from '@mantine/core';
import type { Model } from './api-types.ts';
import classes from './credit.module.css';
import { allModels, modelGroups, modelWords } from './model-words.ts';
import { writeModels } from './state.ts';

type Props = {
  chosen: readonly Model[];
  /** The workspace’s own weights are not there until somebody gives them. */
  hasOwnWeights: boolean;
  halfLifeDays: number | undefined;
  onChange: (models: string | undefined) => void;
};

/** All models, each with what it does; those chosen stand side by side. */
export function ModelChooser({ chosen, hasOwnWeights, halfLifeDays, onChange }: Props) {
  const toggle = (model: Model, isOn: boolean) =>
    onChange(writeModels(isOn ? [...chosen, model] : chosen.filter((one) => one !== model)));
  return (
    <Stack gap="md" className={classes.models}>
      {modelGroups.map((group) => (
        <fieldset key={group.key} className={classes.modelGroup}>
          <legend>{group.label}</legend>
          <Stack gap="xs">
            {allModels
              .filter((model) => modelWords[model].group === group.key)
              .map((model) => {
                const isOn = chosen.includes(model);
                const lacks = model === 'custom' && !hasOwnWeights;
                return (
                  <Checkbox
                    key={model}
                    checked={isOn}
                    disabled={lacks || (isOn && chosen.length === 1)}
                    onChange={(event) => toggle(model, event.currentTarget.checked)}
                    label={nameOf(model)}
                    description={saysOf(model, { lacks, halfLifeDays })}
                  />
                );
              })}
          </Stack>
        </fieldset>
      ))}
      <button type="button" className={classes.quiet} onClick={() => onChange(undefined)}>
        The usual six
      </button>
    </Stack>
  );
}

const nameOf = (model: Model): string => {
  const { name } = modelWords[model];
  return name.charAt(0).toUpperCase() + name.slice(1);
};

function saysOf(
  model: Model,
  { lacks, halfLifeDays }: { lacks: boolean; halfLifeDays: number | undefined },
): string {
  if (lacks) return 'Nobody gave weights yet: they are given in the settings of results.';
  const { says } = modelWords[model];
  return model === 'time-decay' && halfLifeDays !== undefined
    ? `${says} Half for each ${halfLifeDays === 1 ? 'day' : `${halfLifeDays} days`} before it.`
    : says;
}
