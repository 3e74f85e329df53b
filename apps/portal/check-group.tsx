type Wish = {
  title: string;
  choices: readonly { code: string; name: string }[];
  chosen: readonly string[];
  /** Cannot be left out. */
  fixed?: readonly string[];
  onChange: (chosen: string[]) => void;
  hint?: string;
};

/** Several of a few, as large buttons: native check boxes. */
export function CheckGroup({ title, choices, chosen, fixed = [], onChange, hint }: Wish) {
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  return (
    <fieldset className="step">
      <legend>{title}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      <div className="choices">
        {choices.map(({ code, name }) => (
          <label key={code} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              disabled={fixed.includes(code)}
              onChange={() => toggle(code)}
            />
            <span className="choice-name">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
