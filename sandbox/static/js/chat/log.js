/** The messages of one chat: kept by their ids, drawn in order, following the end while the reader is there. */

import { arrange } from "./arrange.js";
import { el, icon } from "../base/dom.js";
import { bubble, dayLine } from "./message.js";
import { digits } from "../base/persian.js";
import { store } from "../base/store.js";
import { longDate } from "../base/zone.js";

/** How near to the end, in pixels, still counts as being there. */
const NEAR = 60;

export class ChatLog {
  #messages = new Map();
  #drawn = new Map();
  #stuck = true;
  #top = 0;
  #fresh = 0;
  #more = false;
  #loading = false;
  loaded = false;

  /**
   * @param {object} actions what bubbles do (see bubble()), and
   *   `older(before)`, which gives the page before a message, and `seen()`, called when the end comes into view
   */
  constructor(actions) {
    this.actions = { ...actions, reveal: (id) => this.reveal(id) };
    this.list = el("div", { class: "log-list", role: "log", "aria-label": "پیام‌ها" });
    this.scroller = el("div", { class: "log", tabindex: "-1" }, this.list);
    this.down = el("button", { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd() });
    this.root = el("div", { class: "log-frame" }, this.scroller, this.down);

    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.#step(event));
    // Pictures that arrive late and a window that shrinks must not push the end out of sight.
    const follow = new ResizeObserver(() => this.#stuck && this.#jump());
    follow.observe(this.list);
    follow.observe(this.scroller);
  }

  get empty() {
    return this.#messages.size === 0;
  }

  /** Whether the reader sees the end. */
  get atEnd() {
    return this.#stuck;
  }

  get(id) {
    return this.#messages.get(id);
  }

  /** The person's own newest text, which the up arrow edits. */
  newestOwnText() {
    return [...this.#messages.values()].findLast((message) => message.from === "person" && message.text);
  }

  /**
   * Take the latest page as the truth about its stretch of the chat; older messages stay if nothing is missing between.
   * While this happens nothing is read out.
   */
  sync({ messages, more }) {
    const first = messages.at(0)?.id;
    const older = [...this.#messages.values()].filter((message) => message.id < (first ?? 0));
    const newest = Math.max(0, ...this.#messages.keys());
    const joined = first !== undefined && newest >= first && older.length > 0;
    this.#messages = new Map([...(joined ? older : []), ...messages].map((message) => [message.id, message]));
    if (!joined) this.#more = more;
    this.loaded = true;
    this.#quietly(() => this.#draw());
    this.#fillView();
  }

  /** A new message, or a new version of one. */
  put(message) {
    const known = this.#messages.has(message.id);
    const oldest = Math.min(...this.#messages.keys());
    // An edit of a message that is above what was loaded is seen when the reader scrolls there.
    if (!known && !this.empty && message.id < oldest) return;
    this.#messages.set(message.id, message);
    this.#sort();
    if (message.from === "person" && !known) this.#stuck = true;
    else if (!known && !this.#stuck) this.#fresh += 1;
    this.#draw();
  }

  remove(ids) {
    for (const id of ids) this.#messages.delete(id);
    this.#draw();
  }

  /** Bring a message into sight and mark it for a moment. */
  reveal(id) {
    const node = this.#nodeOf(id);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("marked");
    setTimeout(() => node.classList.remove("marked"), 1500);
  }

  toEnd() {
    this.#stuck = true;
    this.#fresh = 0;
    this.#jump();
    this.#showDown();
    this.actions.seen();
  }

  #nodeOf(id) {
    for (const { entry, node } of this.#drawn.values()) {
      if (entry.messages?.some((message) => message.id === id)) return node;
    }
    return undefined;
  }

  #sort() {
    this.#messages = new Map([...this.#messages].sort(([a], [b]) => a - b));
  }

  /** Make the elements match the messages; what did not change keeps its element. */
  #draw() {
    const entries = arrange([...this.#messages.values()], (message) => store.zone.day(message.date * 1000));
    const drawn = new Map();
    for (const entry of entries) {
      const state = JSON.stringify(entry);
      const before = this.#drawn.get(entry.key);
      drawn.set(entry.key, before?.state === state ? before : { entry, state, node: this.#make(entry, before?.node) });
    }
    for (const [key, { node }] of this.#drawn) if (drawn.get(key)?.node !== node) node.remove();
    let place = null;
    for (const { node } of [...drawn.values()].reverse()) {
      if (node.nextSibling !== place || node.parentNode !== this.list) this.list.insertBefore(node, place);
      place = node;
    }
    this.#drawn = drawn;
    this.#rove();
    if (this.#stuck) this.#jump();
    this.#showDown();
  }

  #make(entry, replaced) {
    if (entry.day !== undefined) return dayLine(longDate(entry.day));
    const node = bubble(entry, this.actions, this.#messages.get(entry.messages[0].reply_to));
    // Whoever pressed a button of the old version goes on in the new one.
    if (replaced?.contains(document.activeElement)) queueMicrotask(() => node.focus({ preventScroll: true }));
    return node;
  }

  #quietly(change) {
    this.list.setAttribute("aria-busy", "true");
    change();
    requestAnimationFrame(() => this.list.removeAttribute("aria-busy"));
  }

  /** One message at a time is in the tab order; the arrows go from one to the next. */
  #rove() {
    const nodes = this.#bubbles();
    if (nodes.some((node) => node.tabIndex === 0 && node === document.activeElement)) return;
    for (const node of nodes) node.tabIndex = -1;
    if (nodes.length > 0) nodes.at(-1).tabIndex = 0;
  }

  #bubbles() {
    return [...this.list.querySelectorAll(".message")];
  }

  #step(event) {
    if (!event.target.matches(".message")) return;
    const nodes = this.#bubbles();
    const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = nodes[nodes.indexOf(event.target) + to];
      if (!next) return;
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.target.querySelector(".bubble-more").click();
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Only the reader scrolls up; that the end has moved away (a keyboard opened, a picture came) is no scrolling.
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.#stuck = true;
    else if (scrollTop < this.#top) this.#stuck = false;
    this.#top = scrollTop;
    if (this.#stuck) {
      this.#fresh = 0;
      this.actions.seen();
    }
    this.#showDown();
    if (scrollTop < 200) this.#loadOlder();
  }

  /** A first page that does not fill the window cannot be scrolled: fetch until it can. */
  #fillView() {
    if (this.scroller.scrollHeight <= this.scroller.clientHeight + 200) this.#loadOlder();
  }

  /** `actions.older` gives null when it failed, and has said so. */
  async #loadOlder() {
    if (!this.#more || this.#loading || this.empty) return;
    this.#loading = true;
    const page = await this.actions.older(Math.min(...this.#messages.keys()));
    this.#loading = false;
    if (!page) return;
    this.#more = page.more;
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    for (const message of page.messages) this.#messages.set(message.id, message);
    this.#sort();
    this.#quietly(() => this.#draw());
    if (!this.#stuck) this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  #jump() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #showDown() {
    this.down.hidden = this.#stuck || this.empty;
    const label = this.#fresh > 0 ? `${digits(this.#fresh)} پیام تازه` : "رفتن به آخرین پیام";
    this.down.setAttribute("aria-label", label);
    this.down.replaceChildren(icon("down"), this.#fresh > 0 ? el("span", {}, label) : "");
  }
}
