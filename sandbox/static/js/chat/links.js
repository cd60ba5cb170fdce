/** Which addresses may be opened, and which of them start a bot. */

import { PLATFORMS } from "../base/platforms.js";
import { store } from "../base/store.js";

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address if a browser may open it, else null. */
export function safeLink(address) {
  const url = URL.parse(address);
  return url && OPENABLE.has(url.protocol) ? url.href : null;
}

/** For a link to one of this sandbox's bots: its messenger and what it starts the bot with; null for any other link. */
export function botLink(address) {
  const url = URL.parse(address);
  const [name, ...deeper] = url?.pathname.slice(1).split("/") ?? [];
  const platform = store.platforms.find(
    (each) =>
      PLATFORMS[each].hosts.includes(url?.hostname) && name.toLowerCase() === store.bots[each].username.toLowerCase(),
  );
  return platform && !deeper.some(Boolean) ? { platform, payload: url.searchParams.get("start") ?? "" } : null;
}
