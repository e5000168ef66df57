/** A labelled text field. */
import type { Ref } from "preact";
import { useId } from "preact/hooks";

type FieldProps = {
  label: string;
  value: string;
  onValue: (value: string) => void;
  kind?: "text" | "search" | "password" | "code" | "amount" | "time" | "lines";
  hint?: string;
  invalid?: boolean;
  required?: boolean;
  autocomplete?: string;
  field?: Ref<HTMLInputElement>;
  /** Lines to show, of a field of `lines`. */
  lines?: number;
};

/** A field whose label is always visible and whose hint is read with it. */
export function Field(props: FieldProps) {
  const { label, value, onValue, kind = "text", hint, invalid = false, required = true, autocomplete, field, lines } = props;
  const id = useId();
  const shared = {
    id,
    value,
    required,
    spellcheck: false,
    autocapitalize: "off",
    "aria-invalid": invalid || undefined,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => onValue(event.currentTarget.value),
  } as const;
  const attributes = { ...shared, ref: field ?? null };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {kind === "password" && <input {...attributes} type="password" autocomplete={autocomplete} />}
      {kind === "text" && <input {...attributes} type="text" autocomplete={autocomplete} />}
      {kind === "amount" && <input {...attributes} type="text" class="amount-input" inputMode="decimal" autocomplete="off" />}
      {kind === "time" && <input {...attributes} type="time" />}
      {kind === "lines" && <textarea {...shared} rows={lines ?? 4} />}
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
