/** Something that is so or not, as a checkbox. */
import { useId } from "preact/hooks";

type CheckProps = { label: string; hint?: string; checked: boolean; disabled?: boolean; onCheck: (checked: boolean) => void };

/** The box with its label; the hint is read with it. */
export function Check({ label, hint, checked, disabled, onCheck }: CheckProps) {
  const id = useId();
  return (
    <div class="check-box">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      <span class="option-text">
        <label for={id}>{label}</label>
        {hint && (
          <span class="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
