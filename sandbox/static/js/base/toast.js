/** Short notes at the foot of the page, read out by screen readers, gone by themselves. */

import { ApiError } from "./api.js";
import { el, iconButton } from "./dom.js";

const SHOWN_FOR = 6000;

export function toast(text, tone = "plain") {
  const note = el("div", { class: `toast ${tone}` }, el("span", {}, text));
  note.append(iconButton("close", "بستن پیام", () => note.remove()));
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), SHOWN_FOR);
}

/** Run `action`; when the sandbox refuses, say so. Returns whether it went well. */
export async function attempt(action) {
  try {
    await action();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(error.message, "bad");
    return false;
  }
}
