/** What is said where there is nothing yet: what to do first. */

import { el, icon } from "../base/dom.js";
import { fullName } from "../base/person.js";
import { store } from "../base/store.js";

/** Nobody is chosen. */
export function emptyPane(choose) {
  return hint("people", "چه کسی گفت‌وگو می‌کند؟", "یکی از اشخاص را برگزینید تا از زبان او با دبیر گفت‌وگو کنید.", {
    label: "برگزیدن شخص",
    onclick: choose,
  });
}

/** Nobody has written yet; `opening` is the command to begin with. */
export function emptyChat(person, opening, start) {
  const { name } = store.botOf(person.id);
  const words = `${fullName(person)} هنوز گفت‌وگویی با ${name} ندارد. برای آغاز \u2066${opening}\u2069 را بفرستید.`;
  return hint("bot", name, words, { label: "شروع گفت‌وگو", onclick: start });
}

function hint(drawing, title, words, { label, onclick }) {
  return el(
    "div",
    { class: "empty" },
    el("span", { class: "empty-picture" }, icon(drawing)),
    el("h2", {}, title),
    el("p", {}, words),
    el("button", { type: "button", class: "primary", onclick }, label),
  );
}
