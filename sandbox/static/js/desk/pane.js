/** One chat on the desk: a person's conversation with the bot. */

import { api } from "../base/api.js";
import { Composer } from "../writing/composer.js";
import { openAlert } from "../base/dialog.js";
import { el } from "../base/dom.js";
import { PaneHeader } from "../chat/header.js";
import { emptyChat, emptyPane } from "../chat/hints.js";
import { ChatLog } from "../chat/log.js";
import { openMenu } from "../base/menu.js";
import { bringTo } from "./newperson.js";
import { Outgoing } from "../writing/outgoing.js";
import { spokenName } from "../base/person.js";
import { labelOf } from "../base/platforms.js";
import { openStart } from "./start.js";
import { store } from "../base/store.js";
import { attempt, toast } from "../base/toast.js";

/** After this a button that the bot has not answered stops turning, as in Telegram. */
const TAP_PATIENCE = 15_000;

export class Pane {
  person = null;
  #taps = new Map();
  #syncing = 0;
  #held = [];

  /**
   * @param {string} name where it stands, for screen readers
   * @param {{people(): void, show(person: string): void}} desk opens the list of people for this pane; shows a person elsewhere
   */
  constructor(name, desk) {
    this.name = name;
    this.desk = desk;
    this.header = new PaneHeader({
      people: () => desk.people(),
      menu: (anchor) => this.#chatMenu(anchor),
      show: desk.show,
    });
    this.composer = new Composer(() => this.#editNewest());
    this.body = el("div", { class: "pane-body" });
    this.blocked = el(
      "div",
      { class: "blocked", hidden: true },
      el("span", {}, "این شخص دبیر را مسدود کرده است."),
      el("button", { type: "button", class: "secondary", onclick: () => this.#block(false) }, "رفع مسدودی"),
    );
    this.root = el("section", { class: "pane" }, this.header.root, this.body, this.blocked, this.composer.root);
    this.#acceptDrops();
    this.refresh();
  }

  /** Show another person's chat, if there is one. The text that was begun stays with its person. */
  async open(person) {
    if (person === undefined || person === this.person) return;
    this.person = person;
    this.outgoing = new Outgoing(person);
    this.composer.begin(this.outgoing);
    this.log = new ChatLog(this.#logActions());
    this.body.replaceChildren(this.log.root);
    this.header.typing(false);
    this.refresh();
    await this.sync();
  }

  /** Ask for the latest messages anew: after a reconnection nothing is known of what happened meanwhile. */
  async sync() {
    const { person, log } = this;
    if (person === null) return;
    this.#syncing += 1;
    await attempt(async () => {
      const page = await api.chat(person);
      // A slow answer for a person who is no longer shown.
      if (log !== this.log) return;
      log.sync(page);
      this.composer.keyboard.set(page.reply_keyboard);
      this.#fill();
      this.read();
    });
    this.#syncing -= 1;
    if (this.#syncing === 0) for (const event of this.#held.splice(0)) this.receive(event);
  }

  /** An event. While a page is on its way events wait for it, since it may be older than they are. */
  receive(event) {
    if (event.person !== this.person) return;
    if (this.#syncing > 0) {
      this.#held.push(event);
      return;
    }
    switch (event.type) {
      case "message":
        if (event.message.from === "bot") this.header.typing(false);
        this.log.put(event.message);
        this.#fill();
        break;
      case "edit":
        this.log.put(event.message);
        break;
      case "delete":
        this.log.remove(event.message_ids);
        this.#fill();
        break;
      case "keyboard":
        this.composer.keyboard.set(event.reply_keyboard);
        break;
      case "typing":
        this.header.typing(true);
        break;
      case "toast":
        this.#answered(event);
        break;
    }
  }

  /** What depends on the shared state: names, the role, the bot's commands. */
  refresh() {
    const person = store.person(this.person);
    this.root.setAttribute("aria-label", person ? `${this.name}، گفت‌وگوی ${spokenName(person)}` : this.name);
    this.root.dataset.person = this.person ?? "";
    this.root.dataset.platform = person?.platform ?? "";
    this.header.draw(person);
    this.composer.root.hidden = !person || person.blocked;
    this.composer.refresh();
    this.blocked.hidden = !person?.blocked;
    this.#fill();
    this.read();
  }

  /** What to do first, while there is nothing else to see. The log stays where it is: moved, it would lose its place. */
  #fill() {
    this.hint?.remove();
    this.hint = this.#hint();
    if (this.hint) this.body.append(this.hint);
  }

  #hint() {
    const person = store.person(this.person);
    if (!person) return emptyPane(() => this.desk.people());
    const opening = person.members ? "/group" : "/start";
    return this.log.loaded && this.log.empty ? emptyChat(person, opening, () => this.outgoing.say(opening)) : null;
  }

  #chatMenu(anchor) {
    const { name } = store.botOf(this.person);
    const person = store.person(this.person);
    if (person.members) {
      const act = () => this.outgoing.say("/group");
      openMenu(anchor, [{ label: "فرستادن \u2066/group\u2069", icon: "send", act }], { label: "کارهای این گفت‌وگو" });
      return;
    }
    const block = person.blocked
      ? { label: `رفع مسدودی ${name}`, icon: "check", act: () => this.#block(false) }
      : { label: `مسدود کردن ${name}`, icon: "block", act: () => this.#block(true), danger: true };
    const start = { label: "فرستادن \u2066/start\u2069", icon: "send", act: () => this.outgoing.say("/start") };
    const here = [person.platform, ...store.twins(person).map((twin) => twin.platform)];
    const elsewhere = store.platforms
      .filter((platform) => !here.includes(platform))
      .map((platform) => ({
        label: `افزودن همین شخص به ${labelOf(platform)}`,
        icon: platform,
        act: () => bringTo(platform, person, this.desk.show),
      }));
    openMenu(anchor, [start, ...elsewhere, block], { label: "کارهای این گفت‌وگو" });
  }

  #block(blocked) {
    const { person } = this;
    return attempt(async () => {
      await (blocked ? api.block(person) : api.unblock(person));
      await store.refresh();
    });
  }

  /** Tell the sandbox that the person has seen everything, if there was anything new and its end is in sight. */
  read() {
    const inSight = !document.hidden && this.root.checkVisibility() && this.log?.loaded && this.log.atEnd;
    if (!inSight || !store.person(this.person)?.unread) return;
    attempt(async () => {
      await api.read(this.person);
      await store.refresh();
    });
  }

  #logActions() {
    const { person, outgoing } = this;
    return {
      inGroup: Boolean(store.person(person)?.members),
      say: (text) => outgoing.say(text),
      start: (link) => openStart(link, person, this.desk.show),
      botName: () => store.botOf(person).name,
      tap: (message, button) => this.#tap(message, button),
      menu: (message, anchor, point) => this.#messageMenu(message, anchor, point),
      seen: () => this.read(),
      older: async (before) => {
        let page = null;
        await attempt(async () => {
          page = await api.chat(person, { before });
        });
        return page;
      },
    };
  }

  /** Press a button; the promise is fulfilled when the bot has answered or patience has ended. */
  #tap(message, button) {
    return attempt(async () => {
      const { callback_id: id } = await api.tap(this.person, message.id, button.callback_data);
      await Promise.race([
        this.#tapAnswer(id).promise,
        new Promise((resolve) => {
          setTimeout(resolve, TAP_PATIENCE);
        }),
      ]);
      this.#taps.delete(id);
    });
  }

  /** The promise of a tap's answer, which may come before the tap itself has been confirmed. */
  #tapAnswer(id) {
    if (!this.#taps.has(id)) {
      let resolve;
      const promise = new Promise((fulfil) => {
        resolve = fulfil;
      });
      this.#taps.set(id, { promise, resolve });
    }
    return this.#taps.get(id);
  }

  #answered({ callback_id: id, text, alert }) {
    this.#tapAnswer(id).resolve();
    if (!text) return;
    if (alert) openAlert(store.botOf(this.person).name, text);
    else toast(text);
  }

  #messageMenu(message, anchor, point) {
    const items = [{ label: "پاسخ", icon: "reply", act: () => this.composer.reply(message) }];
    const words = message.text ?? message.caption;
    if (message.from === "person" && message.text && !store.person(this.person).members) {
      items.push({ label: "ویرایش", icon: "edit", act: () => this.composer.edit(message) });
    }
    if (words) items.push({ label: "رونوشت متن", icon: "copy", act: () => navigator.clipboard.writeText(words) });
    openMenu(anchor, items, { label: "کارهای این پیام", point });
  }

  #editNewest() {
    const message = this.log.newestOwnText();
    if (message && !store.person(this.person).members) this.composer.edit(message);
  }

  #acceptDrops() {
    const carriesFiles = (event) =>
      this.person !== null && !store.person(this.person).members && event.dataTransfer.types.includes("Files");
    this.root.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.root.classList.add("dropping");
    });
    this.root.addEventListener("dragleave", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.root.classList.remove("dropping");
    });
    this.root.addEventListener("drop", (event) => {
      this.root.classList.remove("dropping");
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.outgoing.files([...event.dataTransfer.files]);
    });
  }
}
