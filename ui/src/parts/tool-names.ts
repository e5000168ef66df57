/** What the tools are called. Their makers' names, the same in every language. */
import type { Tool } from "../contract";

/** As in a sentence. */
export const TOOL_NAMES: Record<Tool, string> = {
  codex: "Codex",
  claudeCode: "Claude Code",
  claudeDesktop: "Claude Desktop",
};

/** As a heading. */
export const TOOL_TITLES: Record<Tool, string> = { ...TOOL_NAMES, codex: "Codex CLI" };

/** How a terminal installs them; none for what has an installer of its own. */
export const INSTALL_COMMANDS: Record<Tool, string | null> = {
  codex: "npm install -g @openai/codex",
  claudeCode: "npm install -g @anthropic-ai/claude-code",
  claudeDesktop: null,
};
