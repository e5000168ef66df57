/** What a server says of itself: untrusted text, short, and apart from what Purser says. */
import { useWords } from "../words";

/** More than this is cut off. */
const MOST_LETTERS = 240;

/** The words, marked as the server's own. */
export function ServerWords({ text }: { text: string }) {
  const say = useWords();
  const letters = [...text];
  return (
    <figure class="server-words">
      <figcaption>{say("server-words")}</figcaption>
      <blockquote>
        <bdi>{letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join("")}…` : text}</bdi>
      </blockquote>
    </figure>
  );
}
