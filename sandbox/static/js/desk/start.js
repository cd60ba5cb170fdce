/** A link that starts a bot was opened: as whom? In the sandbox an invitation is usually opened by somebody else. */

import { api } from "../base/api.js";
import { option } from "../writing/attach.js";
import { openDialog } from "../base/dialog.js";
import { el, icon } from "../base/dom.js";
import { askForPerson, bringTo } from "./newperson.js";
import { avatar, fullName } from "../base/person.js";
import { labelOf } from "../base/platforms.js";
import { store } from "../base/store.js";
import { attempt } from "../base/toast.js";

/**
 * Open the link as the person whom the player names. A link that only leads to the bot on another messenger asks
 * nothing of somebody who is there already.
 * @param {{platform: string, payload: string}} link the bot's messenger and what it is started with, may be empty
 * @param {string} reader whose chat has the link
 * @param {(person: string) => void} show brings a person's chat into sight
 */
export function openStart({ platform, payload }, reader, show) {
  const self = store.person(reader);
  // The reader of a group's message may be any of its members.
  const there = self.members ? undefined : [self, ...store.twins(self)].find((person) => person.platform === platform);
  const open = async (person) => {
    show(person);
    await attempt(() => api.sendText(person, `/start ${payload}`.trim()));
  };
  if (there && there !== self && !payload) open(there.id);
  else ask(platform, self, there, open);
}

/** Ask who opens a link of `platform`; `there` is the reader's own account on it, if there is one. */
function ask(platform, self, there, open) {
  const chosen = (act) => () => {
    dialog.close();
    act();
  };
  const others = store.people.filter((person) => person.platform === platform && person !== there);
  const own = self.members
    ? null
    : there
    ? option(avatar(there), fullName(there), there === self ? "خودم" : `خودم در ${labelOf(platform)}`, chosen(() => open(there.id)))
    : option(avatar(self), fullName(self), `خودم؛ به ${labelOf(platform)} افزوده می‌شود`, chosen(() => bringTo(platform, self, open)));
  const rows = [
    option(icon("add"), "شخص تازه", "کسی که هنوز در فهرست نیست", chosen(() => askForPerson(open, platform, true))),
    ...others.map((person) => option(avatar(person), fullName(person), person.role ?? "", chosen(() => open(person.id)))),
  ];
  const dialog = openDialog({
    title: "باز کردن پیوند به‌عنوان…",
    body: [
      el("p", { class: "hint" }, `این پیوند گفت‌وگو با دبیر را در ${labelOf(platform)} آغاز می‌کند. چه کسی آن را باز کند؟`),
      // Whoever has just read a link of another messenger most often goes there herself.
      el("div", { class: "options" }, ...(there === self ? [...rows, own] : [own, ...rows]).filter(Boolean)),
    ],
  });
}
