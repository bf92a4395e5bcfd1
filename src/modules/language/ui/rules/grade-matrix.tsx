import { NumberInput } from '@mantine/core';
import { letters, levels, type ScoringModel } from '../../scoring/contract.ts';
import { distanceOf, rangesOf, type Thresholds } from './edit-model.ts';
import classes from './scoring.module.css';

type ThresholdProps = {
  label: string;
  names: readonly string[];
  value: Thresholds;
  readOnly: boolean;
  onChange: (value: Thresholds) => void;
};

function ThresholdInputs({ label, names, value, readOnly, onChange }: ThresholdProps) {
  const change = (at: 0 | 1 | 2, points: number) => {
    const next: Thresholds = [...value];
    next[at] = points;
    onChange(next);
  };
  const places = [0, 1, 2] as const;
  const ordered = value[0] > value[1] && value[1] > value[2];
  return (
    <fieldset className={classes.thresholds}>
      <legend>{label}</legend>
      {places.map((at) => (
        <NumberInput
          key={names[at]}
          size="xs"
          label={`${names[at] ?? ''} from`}
          value={value[at]}
          allowDecimal={false}
          hideControls
          disabled={readOnly}
          onChange={(points) => typeof points === 'number' && change(at, points)}
        />
      ))}
      {!ordered && <p className={classes.problem}>Each needs fewer points than the one before it.</p>}
    </fieldset>
  );
}

type MatrixProps = { model: ScoringModel; readOnly: boolean; onChange: (model: ScoringModel) => void };

/** Fit letter by engagement level, with the points each begins at. */
export function GradeMatrix({ model, readOnly, onChange }: MatrixProps) {
  const { fit, engagement } = model;
  const fitRanges = rangesOf(fit.letters);
  const levelRanges = rangesOf(engagement.levels);
  return (
    <div className={classes.grades}>
      <div className={classes.thresholdPair}>
        <ThresholdInputs
          label="Fit letters"
          names={letters}
          value={fit.letters}
          readOnly={readOnly}
          onChange={(value) => onChange({ ...model, fit: { ...fit, letters: value } })}
        />
        <ThresholdInputs
          label="Engagement levels"
          names={levels.map(String)}
          value={engagement.levels}
          readOnly={readOnly}
          onChange={(value) => onChange({ ...model, engagement: { ...engagement, levels: value } })}
        />
      </div>
      <table className={classes.matrix}>
        <caption className="sr-only">Grades: fit letter by engagement level</caption>
        <thead>
          <tr>
            <td>
              <span className="mute">fit ↓ engagement →</span>
            </td>
            {levels.map((level, at) => (
              <th key={level} scope="col">
                {level} <small>{levelRanges[at]}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {letters.map((letter, at) => (
            <tr key={letter}>
              <th scope="row">
                {letter} <small>{fitRanges[at]}</small>
              </th>
              {levels.map((level) => (
                <td key={level} data-distance={distanceOf(letter, level)}>
                  {letter}
                  {level}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
