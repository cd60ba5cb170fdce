/** The windows that add somebody to the sandbox: a new person, or a person's account on another messenger. */

import { api } from "../base/api.js";
import { choices, field, openForm } from "../base/dialog.js";
import { el } from "../base/dom.js";
import { labelOf } from "../base/platforms.js";
import { store } from "../base/store.js";
import { attempt } from "../base/toast.js";

/**
 * Ask for a name, add the person and hand the new id to `added`.
 * `platform` is the messenger that is proposed; `fixed` leaves no choice of another.
 */
export function askForPerson(added, platform = store.platforms[0], fixed = false) {
  const messengers = choices(
    "پیام‌رسان",
    "platform",
    store.platforms.map((each) => [each, labelOf(each)]),
    platform,
  );
  messengers.hidden = fixed || store.platforms.length < 2;
  openForm({
    title: fixed ? `افزودن شخص در ${labelOf(platform)}` : "افزودن شخص",
    body: [
      field("نام", { name: "firstName", required: true, maxlength: 64, placeholder: "سارا" }),
      field("نام خانوادگی (اختیاری)", { name: "lastName", maxlength: 64, placeholder: "رضایی" }),
      messengers,
    ],
    submitLabel: "افزودن",
    submit: (typed) => attempt(() => add(typed.platform, typed.firstName.trim(), typed.lastName.trim(), "", added)),
  });
}

/** Ask for a title, make a group of everybody on a messenger and the bot, and hand its id to `added`. */
export function askForGroup(added, platform = store.platforms[0]) {
  const messengers = choices(
    "پیام‌رسان",
    "platform",
    store.platforms.map((each) => [each, labelOf(each)]),
    platform,
  );
  messengers.hidden = store.platforms.length < 2;
  openForm({
    title: "افزودن گروه",
    body: [
      el("p", { class: "hint" }, "همهٔ اشخاص این پیام‌رسان و دبیر عضو گروه می‌شوند."),
      field("نام گروه", { name: "title", required: true, maxlength: 128, placeholder: "کارگروه اشتغال" }),
      messengers,
    ],
    submitLabel: "افزودن",
    submit: (typed) =>
      attempt(async () => {
        const group = await api.addGroup(typed.platform, typed.title.trim());
        await store.refresh();
        added(group.id);
      }),
  });
}

/** Bring a person to another messenger, with the same name and phone, and hand the new id to `added`. */
export function bringTo(platform, person, added) {
  return attempt(() => add(platform, person.first_name, person.last_name, person.phone, added));
}

async function add(platform, firstName, lastName, phone, added) {
  const person = await api.addPerson(platform, firstName, lastName, phone);
  await store.refresh();
  added(person.id);
}
