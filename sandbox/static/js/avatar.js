/** Round pictures of people: their initials on a colour that stays theirs. */

import { el } from "./dom.js";

const COLOURS = 7;

export function avatar(person, size = "") {
  const initials = [person.first_name, person.last_name].filter(Boolean).map((name) => [...name][0]);
  // A half-space keeps the two letters from joining into one shape.
  return el(
    "span",
    { class: `avatar colour-${Math.abs(person.id) % COLOURS} ${size}`, "aria-hidden": "true" },
    initials.join("\u200c"),
  );
}
