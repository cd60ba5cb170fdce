/** Picking a Jalali date and a time of day to which the clock moves. */

import { openForm } from "../base/dialog.js";
import { el, iconButton } from "../base/dom.js";
import { MONTHS, WEEKDAYS, dayOf, jalaliOf, monthLength, weekdayOf } from "../base/jalali.js";
import { ascii, digits } from "../base/persian.js";
import { store } from "../base/store.js";
import { toast } from "../base/toast.js";
import { longDate } from "../base/zone.js";

const DEFAULT_TIME = "۰۹:۰۰";
const FRIDAY = 6;
/** Days that each key moves the choice by; in a right-to-left week the next day is on the left. */
const STEPS = { ArrowLeft: 1, ArrowRight: -1, ArrowDown: 7, ArrowUp: -7 };

/** Ask for a moment that is not past. `go(instant)` returns whether the clock moved. */
export function openCalendar(go) {
  new Calendar(go);
}

class Calendar {
  constructor(go) {
    this.today = store.zone.day(store.now());
    this.chosen = this.today + 1;
    this.title = el("strong", { id: "calendar-month", "aria-live": "polite" });
    this.grid = el("div", { class: "calendar-grid", role: "grid", "aria-labelledby": "calendar-month" });
    this.grid.addEventListener("keydown", (event) => this.#key(event));
    this.summary = el("p", { class: "hint", role: "status" });
    const time = el("input", { name: "time", value: DEFAULT_TIME, inputmode: "numeric", dir: "ltr", required: true });
    openForm({
      title: "انتخاب تاریخ",
      body: [
        el(
          "div",
          { class: "calendar-head" },
          iconButton("previous", "ماه پیشین", () => this.#turn(-1)),
          this.title,
          iconButton("next", "ماه پسین", () => this.#turn(1)),
        ),
        this.grid,
        el("label", { class: "field inline" }, el("span", {}, "ساعت"), time),
        this.summary,
      ],
      submitLabel: "رفتن به این زمان",
      submit: (typed) => this.#submit(typed.time, go),
    });
    this.#show(jalaliOf(this.chosen));
    this.#focusChosen();
  }

  async #submit(typed, go) {
    const [, hour, minute] = /^(\d{1,2})(?::(\d{2}))?$/.exec(ascii(typed.trim())) ?? [];
    if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) {
      toast("ساعت را مانند ۰۹:۰۰ بنویسید.", "bad");
      return false;
    }
    const instant = store.zone.instant(jalaliOf(this.chosen), Number(hour), Number(minute ?? 0));
    if (instant <= store.now()) {
      toast("این زمان گذشته است؛ ساعت محیط آزمایشی تنها رو به جلو می‌رود.", "bad");
      return false;
    }
    return go(instant);
  }

  /** Show the month of a date. */
  #show({ year, month }) {
    this.shown = { year, month };
    this.title.textContent = digits(`${MONTHS[month - 1]} ${year}`);
    const first = dayOf({ year, month, day: 1 });
    const cells = Array.from({ length: monthLength(year, month) }, (_, at) => this.#cell(first + at));
    const blanks = Array.from({ length: weekdayOf(first) }, () => el("span", { role: "gridcell" }));
    const weeks = [];
    const all = [...blanks, ...cells];
    while (all.length > 0) weeks.push(el("div", { role: "row" }, ...all.splice(0, 7)));
    this.grid.replaceChildren(el("div", { role: "row", class: "weekdays" }, ...WEEKDAYS.map(weekdayHead)), ...weeks);
    this.summary.textContent = named(this.chosen);
  }

  #cell(day) {
    const chosen = day === this.chosen;
    const holiday = holidayOf(day);
    return el(
      "button",
      {
        type: "button",
        role: "gridcell",
        class: (holiday || weekdayOf(day) === FRIDAY) && "day-off",
        title: holiday,
        disabled: day < this.today,
        tabindex: chosen ? "0" : "-1",
        "aria-selected": String(chosen),
        "aria-label": named(day),
        "aria-current": day === this.today && "date",
        onclick: () => this.#choose(day),
      },
      digits(jalaliOf(day).day),
    );
  }

  #choose(day) {
    this.chosen = Math.max(day, this.today);
    this.#show(jalaliOf(this.chosen));
    this.#focusChosen();
  }

  #focusChosen() {
    this.grid.querySelector("[aria-selected=true]")?.focus();
  }

  #turn(by) {
    const months = this.shown.year * 12 + this.shown.month - 1 + by;
    const { day } = jalaliOf(this.chosen);
    const to = { year: Math.floor(months / 12), month: (months % 12) + 1 };
    this.chosen = Math.max(dayOf({ ...to, day: Math.min(day, monthLength(to.year, to.month)) }), this.today);
    this.#show(jalaliOf(this.chosen));
  }

  #key(event) {
    if (event.key in STEPS) {
      event.preventDefault();
      this.#choose(this.chosen + STEPS[event.key]);
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      this.#turn(event.key === "PageDown" ? 1 : -1);
      this.#focusChosen();
    }
  }
}

/** The name of an official holiday, undefined on other days. */
function holidayOf(day) {
  const { year, month, day: ofMonth } = jalaliOf(day);
  return store.daysOff[`${year}/${month}/${ofMonth}`];
}

function named(day) {
  const holiday = holidayOf(day);
  return holiday ? `${longDate(day)}، ${holiday}` : longDate(day);
}

function weekdayHead(name) {
  return el("span", { role: "columnheader", "aria-label": name }, name[0]);
}
