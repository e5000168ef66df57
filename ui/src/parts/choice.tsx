/** One choice out of a few, as radio buttons. */
import { useId } from "preact/hooks";

type Option<T extends string> = { value: T; label: string; hint?: string; lang?: string };
type ChoiceProps<T extends string> = {
  legend: string;
  options: Option<T>[];
  chosen: T;
  onChoose: (value: T) => void;
  look?: "row" | "list";
};

/** A named group of radio buttons: side by side, or one below the other with a hint each. */
export function Choice<T extends string>({ legend, options, chosen, onChoose, look = "row" }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice" data-look={look}>
      <legend>{legend}</legend>
      <div class="options">
        {options.map(({ value, label, hint, lang }) => (
          <label key={value} class="option" lang={lang}>
            <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
            <span class="option-text">
              {label}
              {hint && <span class="hint">{hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
