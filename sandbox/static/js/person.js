/** How a person is shown: name, role, a round picture. */

import { el } from "./dom.js";
import { store } from "./store.js";

const COLOURS = 7;

/** First and last name in one. */
export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

/** What a person is to the bot, in words; empty when nobody knows roles here. */
export function roleOf(person) {
  return person.role ?? (store.features.roles ? "هنوز عضو نیست" : "");
}

/** The person's initials on a colour that stays theirs. */
export function avatar(person) {
  const initials = [person.first_name, person.last_name].filter(Boolean).map((name) => [...name][0]);
  // A half-space keeps the two letters from joining into one shape.
  return el(
    "span",
    { class: `avatar colour-${Math.abs(person.id) % COLOURS}`, "aria-hidden": "true" },
    initials.join("\u200c"),
  );
}
