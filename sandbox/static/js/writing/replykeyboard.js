/** The bot's keyboard under the text field: its buttons say their text, or share the own number or a place. */

import { el, icon, iconButton } from "../base/dom.js";

export class ReplyKeyboard {
  #keyboard = null;

  /** @param {{say(text: string): void, contact(): void, place(): void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.root = el("div", { class: "reply-keyboard", role: "group", "aria-label": "صفحه‌کلید دبیر", hidden: true });
    this.toggle = iconButton("keyboard", "نمایش صفحه‌کلید دبیر", () => this.#show(this.root.hidden), { hidden: true });
  }

  /** The keyboard in force `{rows}`, or null. */
  set(keyboard) {
    this.#keyboard = keyboard;
    const rows = keyboard?.rows ?? [];
    this.root.replaceChildren(
      ...rows.map((row) => el("div", { class: "keys" }, ...row.map((button) => this.#key(button)))),
    );
    this.toggle.hidden = rows.length === 0;
    this.#show(rows.length > 0);
  }

  #key(button) {
    const drawing = button.request_contact ? "person" : button.request_location ? "pin" : null;
    return el(
      "button",
      { type: "button", class: "key", onclick: () => this.#press(button) },
      drawing && icon(drawing),
      el("span", {}, button.text),
    );
  }

  #press(button) {
    if (this.#keyboard.one_time_keyboard) this.#show(false);
    if (button.request_contact) this.actions.contact();
    else if (button.request_location) this.actions.place();
    else this.actions.say(button.text);
  }

  #show(shown) {
    this.root.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
  }
}
