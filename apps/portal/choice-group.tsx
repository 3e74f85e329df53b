export type Choice = { code: string; name: string };

type Wish = {
  name: string;
  title: string;
  choices: readonly Choice[];
  chosen: string;
  onChoose: (code: string) => void;
  error: string | undefined;
  hint?: string | undefined;
};

/** One of several as large buttons: native radios, so arrow keys and screen readers work as people know them. */
export function ChoiceGroup({ name, title, choices, chosen, onChoose, error, hint }: Wish) {
  const errorId = `${name}-error`;
  return (
    <fieldset className="step" aria-describedby={error ? errorId : undefined}>
      <legend>{title}</legend>
      {error && (
        <p className="field-error" id={errorId}>
          ✗ {error}
        </p>
      )}
      {hint && <p className="field-hint">{hint}</p>}
      <div className="choices">
        {choices.map((choice) => (
          <label key={choice.code} className="choice">
            <input
              type="radio"
              name={name}
              value={choice.code}
              checked={choice.code === chosen}
              aria-invalid={error !== undefined}
              onChange={() => onChoose(choice.code)}
            />
            <span className="choice-name">{choice.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
