/** A labelled text field. */
import type { Ref } from "preact";
import { useId } from "preact/hooks";

type FieldProps = {
  label: string;
  value: string;
  onValue: (value: string) => void;
  kind?: "text" | "search" | "password" | "code";
  hint?: string;
  invalid?: boolean;
  required?: boolean;
  autocomplete?: string;
  field?: Ref<HTMLInputElement>;
};

/** A field whose label is always visible and whose hint is read with it. */
export function Field(props: FieldProps) {
  const { label, value, onValue, kind = "text", hint, invalid = false, required = true, autocomplete, field } = props;
  const id = useId();
  const attributes = {
    id,
    ref: field ?? null,
    value,
    required,
    spellcheck: false,
    autocapitalize: "off",
    "aria-invalid": invalid || undefined,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) => onValue(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {kind === "password" && <input {...attributes} type="password" autocomplete={autocomplete} />}
      {kind === "text" && <input {...attributes} type="text" autocomplete={autocomplete} />}
      {kind === "search" && <input {...attributes} type="search" />}
      {kind === "code" && (
        <input
          {...attributes}
          type="text"
          class="code-input"
          inputMode="numeric"
          maxLength={6}
          pattern="[0-9]{6}"
          autocomplete="one-time-code"
        />
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
