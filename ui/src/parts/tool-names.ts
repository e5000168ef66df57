/** What the tools are called. Their makers' names, the same in every language. */
import type { Tool } from "../contract";

/** As in a sentence. */
export const TOOL_NAMES: Record<Tool, string> = { codex: "Codex", claudeCode: "Claude Code" };

/** As a heading. */
export const TOOL_TITLES: Record<Tool, string> = { codex: "Codex CLI", claudeCode: "Claude Code" };

/** How a terminal installs them. */
export const INSTALL_COMMANDS: Record<Tool, string> = {
  codex: "npm install -g @openai/codex",
  claudeCode: "npm install -g @anthropic-ai/claude-code",
};
