import { Checkbox, Stack } from '@mantine/core';
import type { Choices, Model } from './api-types.ts';
import classes from './credit.module.css';
import { allModels, modelGroups, modelWords } from './model-words.ts';
import { writeModels } from './state.ts';
import { plural } from './words.ts';

type Props = {
  chosen: readonly Model[];
  choices: Choices | undefined;
  /** The workspace’s own weights are not there until somebody gives them. */
  hasOwnWeights: boolean;
  halfLifeDays: number | undefined;
  onChange: (models: string | undefined) => void;
};

/** All models, each with what it does; those chosen stand side by side. */
export function ModelChooser({ chosen, choices, hasOwnWeights, halfLifeDays, onChange }: Props) {
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
                    label={choices?.models.find(({ key }) => key === model)?.label ?? modelWords[model].name}
                    description={saysOf(model, { lacks, halfLifeDays, choices })}
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

type Said = { lacks: boolean; halfLifeDays: number | undefined; choices: Choices | undefined };

function saysOf(model: Model, { lacks, halfLifeDays, choices }: Said): string {
  if (lacks) return 'Nobody gave weights yet: they are given in the settings of results.';
  const words = choices?.models.find(({ key }) => key === model)?.words ?? '';
  return model === 'time-decay' && halfLifeDays !== undefined
    ? `${words} A half-life is ${plural(halfLifeDays, 'day')}.`
    : words;
}
