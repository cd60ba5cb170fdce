/** Which addresses may be opened, and which of them start the bot. */

import { store } from "./store.js";

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);
const TELEGRAM_HOSTS = new Set(["t.me", "telegram.me"]);

/** The address if a browser may open it, else null. */
export function safeLink(address) {
  const url = URL.parse(address);
  return url && OPENABLE.has(url.protocol) ? url.href : null;
}

/** What a link to this sandbox's bot starts it with («» when nothing), or null for any other link. */
export function startPayload(address) {
  const url = URL.parse(address);
  if (!url || !TELEGRAM_HOSTS.has(url.hostname)) return null;
  const [name, ...deeper] = url.pathname.slice(1).split("/");
  if (deeper.some(Boolean) || name.toLowerCase() !== store.bot.username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}
