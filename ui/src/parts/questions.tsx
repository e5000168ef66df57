/** What must be said before an MCP server can be added. */
import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { AskView, Tool } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { useFocusBack } from "./focus";
import { TOOL_NAMES } from "./tool-names";

type QuestionsProps = {
  title: string;
  tool: Tool;
  asks: AskView[];
  busy: boolean;
  onAnswered: (answers: Record<string, string>) => void;
  onCancel: () => void;
};

/** The form; its first field takes the focus, since the button that opened it goes. */
export function Questions({ title, tool, asks, busy, onAnswered, onCancel }: QuestionsProps) {
  const say = useWords();
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  useFocusBack(form);
  useEffect(() => first.current?.focus(), []);
  const complete = asks.every(({ name }) => (answers[name] ?? "").trim() !== "");
  return (
    <form
      class="ask"
      ref={form}
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) onAnswered(answers);
      }}
    >
      <h3 id={id}>{say("add-to", { title, tool: TOOL_NAMES[tool] })}</h3>
      {asks.map(({ name, what }, index) => (
        <Field
          key={name}
          label={what}
          value={answers[name] ?? ""}
          onValue={(answer) => setAnswers({ ...answers, [name]: answer })}
          {...(index === 0 && { field: first })}
        />
      ))}
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? say("looking") : say("show-change")}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say("cancel")}
        </button>
      </div>
    </form>
  );
}
