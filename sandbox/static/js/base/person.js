/** How a person is shown: name, role, a round picture with the messenger's sign. */

import { el, icon } from "./dom.js";
import { digits } from "./persian.js";
import { labelOf } from "./platforms.js";
import { store } from "./store.js";

const COLOURS = 7;

/** First and last name in one. */
export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

/** The name with the messenger on which the person is, for where nobody sees the picture. */
export function spokenName(person) {
  return `${fullName(person)} در ${labelOf(person.platform)}`;
}

/** What a person is to the bot, in words; empty when nobody knows roles here. */
export function roleOf(person) {
  if (person.members) return `گروه با ${digits(person.members.length)} عضو`;
  return person.role ?? (store.features.roles ? "هنوز عضو نیست" : "");
}

/** The person's initials on a colour that stays theirs on every messenger. */
export function avatar(person) {
  const initials = [person.first_name, person.last_name].filter(Boolean).map((name) => [...name][0]);
  const colour = Number((person.phone ?? person.phone_number).slice(-4)) % COLOURS;
  return el(
    "span",
    { class: `avatar colour-${colour}`, "aria-hidden": "true" },
    // A half-space keeps the two letters from joining into one shape.
    initials.join("\u200c"),
    person.platform && el("span", { class: "sign", "data-platform": person.platform }, icon(person.platform)),
  );
}
