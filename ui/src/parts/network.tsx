/** A network's name, with a mark where its tokens are worth nothing. */
import { useWords } from "../words";

/** The name. */
export function Network({ name, test }: { name: string; test: boolean }) {
  const say = useWords();
  return (
    <span class="network">
      {name} {test && <span class="tag">{say("test-network")}</span>}
    </span>
  );
}
