/** The messengers that the sandbox speaks, by the names that its API has for them. */

import { el, icon } from "./dom.js";

/** `hosts` are those of links that start a bot. */
export const PLATFORMS = {
  telegram: { label: "تلگرام", hosts: ["t.me", "telegram.me"] },
  bale: { label: "بله", hosts: ["ble.ir"] },
};

export function labelOf(platform) {
  return PLATFORMS[platform].label;
}

/** The messenger's sign and its name, in its colour. */
export function mark(platform) {
  return el("span", { class: "mark", "data-platform": platform }, icon(platform), el("span", {}, labelOf(platform)));
}
