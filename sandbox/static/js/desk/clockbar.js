/** The sandbox's date and time, and the buttons that move it on. */

import { api } from "../base/api.js";
import { openCalendar } from "./calendar.js";
import { el, icon } from "../base/dom.js";
import { store } from "../base/store.js";
import { attempt } from "../base/toast.js";

export class ClockBar {
  constructor() {
    this.date = el("span", { class: "clock-date" });
    this.time = el("span", { class: "clock-time" });
    this.moves = el(
      "div",
      { class: "moves", role: "group", "aria-label": "جلو بردن زمان" },
      this.#move("یک ساعت بعد", "hour", () => this.move({ hours: 1 })),
      this.#move("یک روز بعد", "sun", () => this.move({ days: 1 })),
      (this.nextDue = this.#move("یادآوری بعدی", "bell", () => this.move({ next_due: true }))),
      this.#move("انتخاب تاریخ", "calendar", () => openCalendar((to) => this.move({ to: to.toISOString() }))),
    );
    this.spoken = el("span", { class: "visually-hidden", role: "status" });
    this.root = el(
      "div",
      { class: "clock", role: "group", "aria-label": "ساعت محیط آزمایشی" },
      el("div", { class: "clock-face" }, icon("clock"), this.date, this.time),
      this.moves,
      this.spoken,
    );
    setInterval(() => this.draw(), 1000);
  }

  /** Move the clock; the sandbox answers when the bot has done what became due. Returns whether it moved. */
  async move(by) {
    this.#busy(true);
    const moved = await attempt(async () => store.setClock((await api.moveClock(by)).now));
    this.#busy(false);
    if (moved) this.spoken.textContent = `اکنون ${store.zone.date(store.now())} ساعت ${store.zone.time(store.now())} است.`;
    return moved;
  }

  draw() {
    this.date.textContent = store.zone.date(store.now());
    this.time.textContent = store.zone.time(store.now());
  }

  /** What depends on the shared state: which moves there are. */
  refresh() {
    this.moves.hidden = !store.features.clock;
    this.nextDue.hidden = !store.features.next_due;
    this.draw();
  }

  #move(label, drawing, onclick) {
    return el("button", { type: "button", class: "move", onclick }, icon(drawing), el("span", {}, label));
  }

  #busy(busy) {
    this.root.setAttribute("aria-busy", String(busy));
    for (const button of this.moves.children) button.disabled = busy;
  }
}
