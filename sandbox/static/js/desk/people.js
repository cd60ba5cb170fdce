/** The list of people: who there is, what they are, what they have not read. */

import { el, icon, iconButton, moveFocus } from "../base/dom.js";
import { askForGroup, askForPerson } from "./newperson.js";
import { digits, folded } from "../base/persian.js";
import { avatar, fullName, roleOf } from "../base/person.js";
import { labelOf } from "../base/platforms.js";
import { store } from "../base/store.js";

export class People {
  #shown = [];
  #opener = null;
  /** True while a row is being pressed: drawn anew, it would lose the press. */
  #pressed = false;
  /** The one messenger whose people are listed, or null. */
  #platform = null;

  /** @param {(person: string) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.search = el("input", {
      type: "search",
      placeholder: "جست‌وجوی شخص یا نقش",
      "aria-label": "جست‌وجوی شخص یا نقش",
      oninput: () => this.draw(),
    });
    this.filter = el("div", { class: "filter", role: "group", "aria-label": "پیام‌رسان", hidden: true });
    this.list = el("ul", { class: "people-list", "aria-label": "اشخاص" });
    this.root = el(
      "aside",
      { class: "people", "aria-label": "فهرست اشخاص" },
      el(
        "header",
        {},
        el("h2", {}, "اشخاص"),
        iconButton("add", "افزودن شخص", () => askForPerson((id) => this.choose(id), this.#platform ?? undefined)),
        iconButton("people", "افزودن گروه", () => askForGroup((id) => this.choose(id), this.#platform ?? undefined)),
        iconButton("close", "بستن فهرست", () => this.close(), { class: "icon-button drawer-close" }),
      ),
      el("div", { class: "search" }, icon("search"), this.search),
      this.filter,
      this.list,
    );
    this.list.addEventListener("pointerdown", () => {
      this.#pressed = true;
    });
    for (const over of ["click", "pointercancel"]) document.addEventListener(over, () => this.#released());
    document.addEventListener("pointerup", () => setTimeout(() => this.#released(), 50));
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.veil = el("div", { class: "veil", onclick: () => this.close() });
  }

  /** Bring the list forward (on a narrow screen it is a drawer) and put the focus in it. */
  open() {
    this.#opener = document.activeElement;
    this.root.classList.add("open");
    this.search.focus();
  }

  /** Send the list back, and the focus to where it came from. */
  close() {
    if (!this.root.classList.contains("open")) return;
    this.root.classList.remove("open");
    this.#opener.focus();
  }

  /** Mark the people whose chats are on the desk. */
  mark(shown) {
    this.#shown = shown;
    this.draw();
  }

  #released() {
    if (!this.#pressed) return;
    this.#pressed = false;
    this.draw();
  }

  draw() {
    if (this.#pressed) return;
    const words = folded(this.search.value.trim());
    const found = [...store.people, ...store.groups].filter(
      (person) =>
        [person.platform, null].includes(this.#platform) &&
        folded(`${fullName(person)} ${person.role ?? ""}`).includes(words),
    );
    this.#drawFilter();
    const focused = this.list.contains(document.activeElement) && document.activeElement.dataset.person;
    this.list.replaceChildren(
      ...found.map((person, at) => this.#row(person, found[at - 1])),
      found.length === 0 ? el("li", { class: "hint" }, store.people.length ? "کسی با این نام نیست." : "هنوز کسی نیست. با «＋» شخصی بیفزایید.") : "",
    );
    if (focused) this.list.querySelector(`[data-person="${focused}"]`)?.focus();
  }

  /** All, or one messenger's people; hidden where there is only one. */
  #drawFilter() {
    const { platforms } = store;
    this.filter.hidden = platforms.length < 2;
    // Made once: drawn anew with every event, a button would lose the focus.
    if (this.filter.children.length !== platforms.length + 1) {
      this.filter.replaceChildren(
        ...[null, ...platforms].map((platform) =>
          el(
            "button",
            { type: "button", "data-platform": platform ?? "", onclick: () => this.#only(platform) },
            platform && icon(platform),
            el("span", {}, platform ? labelOf(platform) : "همه"),
          ),
        ),
      );
    }
    for (const button of this.filter.children) {
      button.setAttribute("aria-pressed", String(button.dataset.platform === (this.#platform ?? "")));
    }
  }

  #only(platform) {
    this.#platform = platform;
    this.draw();
  }

  /** `before` is the person of the row above: the same human's accounts are shown as one. */
  #row(person, before) {
    const shown = this.#shown.includes(person.id);
    return el(
      "li",
      { class: before && store.twins(person).includes(before) && "twin-of-above" },
      el(
        "button",
        {
          type: "button",
          class: "person",
          "data-person": person.id,
          "aria-current": shown && "true",
          onclick: () => this.#chosen(person),
        },
        avatar(person),
        el(
          "span",
          { class: "card-lines" },
          el("span", { class: "card-title" }, fullName(person)),
          el("span", { class: "card-note" }, roleOf(person)),
          el("span", { class: "visually-hidden" }, ` در ${labelOf(person.platform)}`),
        ),
        person.unread > 0 &&
          el("span", { class: "badge", "aria-label": `${digits(person.unread)} پیام نخوانده` }, digits(person.unread)),
      ),
    );
  }

  #chosen(person) {
    this.close();
    this.choose(person.id);
  }

  #key(event) {
    const rows = [...this.list.querySelectorAll(".person")];
    if (event.key === "Escape") {
      if (this.search.value) {
        this.search.value = "";
        this.draw();
      } else this.close();
    } else if (event.target === this.search && event.key === "Enter") {
      rows[0]?.click();
    } else if (event.target === this.search && event.key === "ArrowDown") {
      event.preventDefault();
      rows[0]?.focus();
    } else if (event.target.matches(".person")) {
      moveFocus(event, rows);
    }
  }
}
