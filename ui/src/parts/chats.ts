/** What a change means for older chats, in a sentence. */
import type { ChatsView, FindingView, ThreadsView } from "../contract";
import type { Say } from "../words";

/** What the shown change does to them; nothing where there are none. */
export function chatsFinding(chats: ChatsView | null, say: Say): FindingView[] {
  if (!chats || chats.total === 0) return [];
  const { total, unreachable } = chats;
  return [{ weight: unreachable > 0 ? "warning" : "note", text: say("chats-unreachable", { unreachable, total }) }];
}

/** How many would no longer open, were our provider taken out; nothing where there are none. */
export function chatsLost(threads: ThreadsView | null, say: Say): string | null {
  if (!threads) return say("chats-lost-uncounted");
  if (threads.total === 0) return null;
  return say("chats-unreachable", { unreachable: threads.ours, total: threads.total });
}
