/** The head of a chat: who is talking, with whom, and what else can be done. */

import { el, icon, iconButton } from "./dom.js";
import { avatar, fullName, roleOf } from "./person.js";
import { digits } from "./persian.js";
import { store } from "./store.js";

const TYPING_FOR = 5000;

export class PaneHeader {
  #person = undefined;
  #typing = 0;

  /** @param {{people(): void, menu(anchor: Element): void}} actions open the list of people; open the chat's menu */
  constructor(actions) {
    this.face = el("span", { class: "avatar" });
    this.name = el("strong", { class: "card-title" });
    this.note = el("span", { class: "card-note" });
    this.elsewhere = el("span", { class: "badge elsewhere" });
    this.partner = el("span");
    this.with = el("span", { class: "with" }, icon("bot"), this.partner);
    this.more = iconButton("more", "کارهای این گفت‌وگو", () => actions.menu(this.more), { "aria-haspopup": "menu" });
    this.who = el(
      "button",
      { type: "button", class: "who", title: "برگزیدن شخصی دیگر", onclick: () => actions.people() },
      this.face,
      el("span", { class: "card-lines" }, this.name, this.note),
      icon("swap"),
      this.elsewhere,
      el("span", { class: "visually-hidden" }, "، برگزیدن شخصی دیگر"),
    );
    this.root = el("header", { class: "pane-header" }, this.who, this.with, this.more);
  }

  /** @param {object | undefined} person whose chat it is */
  draw(person) {
    this.#person = person;
    const face = person ? avatar(person) : el("span", { class: "avatar" }, icon("person"));
    this.face.replaceWith(face);
    this.face = face;
    this.name.textContent = person ? fullName(person) : "شخصی برگزیده نشده است";
    this.partner.textContent = `در گفت‌وگو با ${store.bot.name}`;
    this.with.hidden = this.more.hidden = !person;
    this.#drawNote();
    this.#drawElsewhere();
  }

  /** Show for a while that the bot is writing, or that it no longer is. */
  typing(writes) {
    clearTimeout(this.#typing);
    this.#typing = writes ? setTimeout(() => this.typing(false), TYPING_FOR) : 0;
    this.#drawNote();
  }

  #drawNote() {
    this.note.classList.toggle("typing", this.#typing !== 0);
    if (this.#typing) this.note.textContent = `${store.bot.name} در حال نوشتن است…`;
    else this.note.textContent = this.#person ? roleOf(this.#person) : "برای آغاز، یکی از اشخاص را برگزینید";
  }

  /** How much waits for the other people, for when their list is out of sight. */
  #drawElsewhere() {
    const others = store.people.filter((person) => person !== this.#person);
    const unread = others.reduce((sum, person) => sum + person.unread, 0);
    this.elsewhere.hidden = unread === 0;
    this.elsewhere.textContent = digits(unread);
    this.elsewhere.setAttribute("aria-label", `${digits(unread)} پیام نخواندهٔ دیگران`);
  }
}
