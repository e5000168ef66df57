/** One message of the inbox: its line, and its text when it is open. */
import { useId } from "preact/hooks";

import type { Language, MessageView } from "../contract";
import { useWords } from "../words";
import { momentText } from "./moment";

type MessageProps = {
  message: MessageView;
  language: Language;
  open: boolean;
  onSelect: () => void;
  onOpenLink: (url: string) => void;
};

/** The message; a link leads out only by a button that names the host. */
export function Message({ message, language, open, onSelect, onOpenLink }: MessageProps) {
  const say = useWords();
  const id = useId();
  const { title, body, sentAt, read, link } = message;
  return (
    <li class="message" data-read={read}>
      <h2>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={onSelect}>
          <span class="message-title">{title}</span>
          {!read && <span class="unread">{say("unread")}</span>}
          <time dateTime={sentAt}>{momentText(sentAt, language)}</time>
        </button>
      </h2>
      <div id={id} class="message-body" hidden={!open}>
        <p class="message-text">{body}</p>
        {link && (
          <div class="actions">
            <button type="button" class="button" onClick={() => onOpenLink(link.url)}>
              {say("open-host", { host: link.host })}
            </button>
          </div>
        )}
      </div>
    </li>
  );
}
