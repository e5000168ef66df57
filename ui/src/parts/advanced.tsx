/** What few people need at Codex: how it gets the token, and taking out the provider too. */
import type { ThreadsView, TokenDelivery } from "../contract";
import { useWords } from "../words";
import { chatsLost } from "./chats";
import { Choice } from "./choice";
import { Notice } from "./notice";

type AdvancedProps = {
  token: TokenDelivery;
  /** None where there is nothing to choose: another computer gets the token in a file of its own. */
  onToken: ((delivery: TokenDelivery) => void) | null;
  threads: ThreadsView | null;
  busy: boolean;
  /** None while there is nothing of ours to take out. */
  onRemove: (() => void) | null;
};

/** The part that stays folded away. */
export function Advanced({ token, onToken, threads, busy, onRemove }: AdvancedProps) {
  const say = useWords();
  const lost = chatsLost(threads, say);
  return (
    <details>
      <summary>{say("advanced")}</summary>
      {onToken && (
        <Choice
          legend={say("token-delivery")}
          look="list"
          chosen={token}
          onChoose={onToken}
          options={[
            { value: "command", label: say("token-command"), hint: say("token-command-what") },
            { value: "plaintext", label: say("token-plaintext"), hint: say("token-plaintext-what") },
          ]}
        />
      )}
      {token === "plaintext" && (
        <Notice tone="warn" title={say("token-plaintext-warning")}>
          {say("token-plaintext-advice")}
        </Notice>
      )}
      {onRemove && (
        <div class="removal">
          <div class="hint">
            <p>{say("remove-what")}</p>
            {lost && <p>{lost}</p>}
          </div>
          <button type="button" class="button danger" disabled={busy} onClick={onRemove}>
            {say("remove")}
          </button>
        </div>
      )}
    </details>
  );
}
