/** The desk: the clock above, the people beside, two chats next to each other. */

import { ClockBar } from "./desk/clockbar.js";
import { el, icon } from "./base/dom.js";
import { listen } from "./desk/events.js";
import { Pane } from "./desk/pane.js";
import { People } from "./desk/people.js";
import { store } from "./base/store.js";
import { attempt } from "./base/toast.js";

const REMEMBERED = "dabir.panes";
/** The state is asked for once after a burst of events. */
const REFRESH_AFTER = 150;

class Desk {
  #refresh = 0;

  constructor() {
    this.clock = new ClockBar();
    this.people = new People((person) => this.show(person));
    this.panes = ["پنجرهٔ راست", "پنجرهٔ چپ"].map((name) => this.#pane(name));
    this.active = this.panes[0];
    this.connection = el("div", { class: "connection", role: "status", hidden: true }, "ارتباط قطع شد؛ در حال اتصال دوباره…");
    document.getElementById("bar").append(
      el("div", { class: "brand" }, icon("bot"), el("h1", {}, "دبیر"), el("span", { class: "brand-note" }, "محیط آزمایشی")),
      this.clock.root,
    );
    document
      .getElementById("desk")
      .append(this.people.root, this.people.veil, el("div", { class: "panes" }, ...this.panes.map((pane) => pane.root)));
    document.body.append(this.connection);
    this.#activate(this.panes[0]);
    store.addEventListener("change", () => this.#redraw());
    document.addEventListener("visibilitychange", () => this.#sync());
  }

  #pane(name) {
    const pane = new Pane(name, {
      people: () => {
        this.#activate(pane);
        this.people.open();
      },
      show: (person) => this.show(person, this.panes.find((other) => other !== pane)),
    });
    pane.root.addEventListener("focusin", () => this.#activate(pane));
    pane.root.addEventListener("pointerdown", () => this.#activate(pane));
    return pane;
  }

  /** Bring a person's chat into sight: where it is already, else in `pane`, by default the one last used. */
  show(person, pane = this.active) {
    const target = this.panes.find((other) => other.person === person) ?? pane;
    const opening = target.open(person);
    this.#activate(target);
    this.#remember();
    target.composer.text.focus();
    return opening;
  }

  #activate(pane) {
    this.active = pane;
    for (const other of this.panes) other.root.classList.toggle("active", other === pane);
    pane.read();
  }

  #remember() {
    const shown = this.panes.map((pane) => pane.person);
    localStorage.setItem(REMEMBERED, JSON.stringify(shown));
    this.people.mark(shown);
  }

  #redraw() {
    this.clock.refresh();
    for (const pane of this.panes) pane.refresh();
    this.people.draw();
  }

  /** Everything anew: at the start, and whenever events may have been missed. */
  async #sync() {
    const asked = await attempt(() => store.refresh());
    if (!asked) return;
    const people = this.#wanted();
    const opened = this.panes.map((pane, at) => (pane.person === null ? pane.open(people[at]) : pane.sync()));
    this.#remember();
    await Promise.all(opened);
  }

  /** Who is on the desk at first: the people of the last visit, else the first ones. */
  #wanted() {
    const remembered = JSON.parse(localStorage.getItem(REMEMBERED) ?? "[]").filter((id) => store.person(id));
    // Who is on two messengers is shown on both, side by side.
    const doubled = store.people.filter((person) => store.twins(person).length > 0);
    return [...new Set([...remembered, ...[...doubled, ...store.people].map((person) => person.id)])];
  }

  receive(event) {
    if (event.type === "clock") store.setClock(event.now);
    for (const pane of this.panes) pane.receive(event);
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => attempt(() => store.refresh()), REFRESH_AFTER);
  }

  start() {
    listen({
      onOpen: () => {
        this.connection.hidden = true;
        this.#sync();
      },
      onEvent: (event) => this.receive(event),
      onLost: () => {
        this.connection.hidden = false;
      },
    });
  }
}

new Desk().start();
