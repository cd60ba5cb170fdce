/** The head of a chat: who is talking, with whom, and what else can be done. */

import { el, icon, iconButton } from "../base/dom.js";
import { digits } from "../base/persian.js";
import { avatar, fullName, roleOf } from "../base/person.js";
import { labelOf, mark } from "../base/platforms.js";
import { store } from "../base/store.js";

const TYPING_FOR = 5000;

export class PaneHeader {
  #person = undefined;
  #typing = 0;

  /**
   * @param {{people(): void, menu(anchor: Element): void, show(person: string): void}} actions
   *   open the list of people; open the chat's menu; show a person beside this one
   */
  constructor(actions) {
    this.actions = actions;
    this.face = el("span", { class: "avatar" });
    this.name = el("strong", { class: "card-title" });
    this.mark = el("span");
    this.note = el("span", { class: "card-note" });
    this.elsewhere = el("span", { class: "badge elsewhere" });
    this.partner = el("span");
    this.with = el("span", { class: "with" }, icon("bot"), this.partner);
    this.twins = el("span", { class: "twins" });
    this.more = iconButton("more", "کارهای این گفت‌وگو", () => actions.menu(this.more), { "aria-haspopup": "menu" });
    this.who = el(
      "button",
      { type: "button", class: "who", title: "برگزیدن شخصی دیگر", onclick: () => actions.people() },
      this.face,
      el("span", { class: "card-lines" }, el("span", { class: "titled" }, this.name, this.mark), this.note),
      icon("swap"),
      this.elsewhere,
      el("span", { class: "visually-hidden" }, "، برگزیدن شخصی دیگر"),
    );
    this.root = el("header", { class: "pane-header" }, this.who, this.with, this.twins, this.more);
  }

  /** @param {object | undefined} person whose chat it is */
  draw(person) {
    this.#person = person;
    const face = person ? avatar(person) : el("span", { class: "avatar" }, icon("person"));
    this.face.replaceWith(face);
    this.face = face;
    this.name.textContent = person ? fullName(person) : "شخصی برگزیده نشده است";
    const sign = person ? mark(person.platform) : el("span");
    this.mark.replaceWith(sign);
    this.mark = sign;
    this.partner.textContent = `در گفت‌وگو با ${store.botOf(person?.id).name}`;
    this.more.hidden = !person;
    this.with.hidden = !person || Boolean(person.members);
    this.twins.replaceChildren(...(person ? store.twins(person).map((twin) => this.#twin(twin)) : []));
    this.#drawNote();
    this.#drawElsewhere();
  }

  /** Show for a while that the bot is writing, or that it no longer is. */
  typing(writes) {
    clearTimeout(this.#typing);
    this.#typing = writes ? setTimeout(() => this.typing(false), TYPING_FOR) : 0;
    this.#drawNote();
  }

  /** The way to the same human's chat on another messenger. */
  #twin({ id, platform }) {
    const label = `گفت‌وگوی همین شخص در ${labelOf(platform)}`;
    return iconButton(platform, label, () => this.actions.show(id), {
      class: "icon-button twin",
      "data-platform": platform,
    });
  }

  #drawNote() {
    this.note.classList.toggle("typing", this.#typing !== 0);
    if (this.#typing) this.note.textContent = `${store.botOf(this.#person.id).name} در حال نوشتن است…`;
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
