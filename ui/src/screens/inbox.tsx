/** The inbox: what the gateway wrote. Bodies are untrusted text and shown as text. */
import { useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { OpenLink, Perform } from "../backend";
import type { Problem, View } from "../contract";
import { Message } from "../parts/message";
import { ProblemNotice } from "../parts/notice";
import { useWords } from "../words";

/** The list, newest first; one message is open at a time. */
export function Inbox({ view, perform, openLink }: { view: View; perform: Perform; openLink: OpenLink }) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const [open, setOpen] = useState<string | null>(null);
  const [linkProblem, setLinkProblem] = useState<Problem | null>(null);
  const { known, unread, messages } = view.inbox;

  const select = (id: string, read: boolean) => {
    setOpen(open === id ? null : id);
    if (!read) void ask({ type: "markRead", message: id });
  };

  return (
    <>
      <h1>{say("inbox")}</h1>
      <p class="lead" aria-live="polite">
        {!known && say("not-read-yet")}
        {known && messages.length > 0 && say("inbox-unread", { count: unread })}
      </p>
      <ProblemNotice problem={problem ?? linkProblem} />
      {known && messages.length === 0 && (
        <section class="empty">
          <h2>{say("inbox-empty")}</h2>
          <p class="soft">{say("inbox-empty-what", { host: view.gateway.host })}</p>
        </section>
      )}
      {messages.length > 0 && (
        <ul class="messages">
          {messages.map((message) => (
            <Message
              key={message.id}
              message={message}
              language={view.language}
              open={open === message.id}
              onSelect={() => select(message.id, message.read)}
              onOpenLink={async (url) => setLinkProblem(await openLink(url))}
            />
          ))}
        </ul>
      )}
    </>
  );
}
