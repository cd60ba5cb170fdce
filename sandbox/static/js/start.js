/** A link that starts the bot was opened: as whom? In the sandbox an invitation is usually opened by somebody else. */

import { api } from "./api.js";
import { option } from "./attach.js";
import { openDialog } from "./dialog.js";
import { el, icon } from "./dom.js";
import { askForPerson } from "./newperson.js";
import { avatar, fullName } from "./person.js";
import { store } from "./store.js";
import { attempt } from "./toast.js";

/**
 * Ask who opens the link, and open it as that person.
 * @param {string} payload what the bot is started with, may be empty
 * @param {number} reader whose chat has the link
 * @param {(person: number) => void} show brings a person's chat into sight
 */
export function openStart(payload, reader, show) {
  const open = async (person) => {
    dialog.close();
    show(person);
    await attempt(() => api.sendText(person, `/start ${payload}`.trim()));
  };
  const others = store.people.filter((person) => person.id !== reader);
  const rows = [...others, store.person(reader)].map((person) =>
    option(avatar(person), fullName(person), person.id === reader ? "خودم" : (person.role ?? ""), () => open(person.id)),
  );
  const dialog = openDialog({
    title: "باز کردن پیوند به‌عنوان…",
    body: [
      el("p", { class: "hint" }, "این پیوند گفت‌وگو با دبیر را آغاز می‌کند. چه کسی آن را باز کند؟"),
      el(
        "div",
        { class: "options" },
        option(icon("add"), "شخص تازه", "کسی که هنوز در فهرست نیست", () => {
          dialog.close();
          askForPerson(open);
        }),
        ...rows,
      ),
    ],
  });
}
