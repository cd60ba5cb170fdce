/** One chat on the desk: a person's conversation with the bot. */

import { api } from "./api.js";
import { openContacts, openPlaces } from "./attach.js";
import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { openDialog } from "./dialog.js";
import { el, icon, iconButton } from "./dom.js";
import { openFiles } from "./files.js";
import { ChatLog } from "./log.js";
import { openMenu } from "./menu.js";
import { fullName } from "./persian.js";
import { openStart } from "./start.js";
import { store } from "./store.js";
import { attempt, toast } from "./toast.js";

const ALBUM_LIMIT = 10;
const TYPING_FOR = 5000;
/** After this a button that the bot has not answered stops turning, as in Telegram. */
const TAP_PATIENCE = 15_000;

export class Pane {
  person = null;
  #drafts = new Map();
  #taps = new Map();
  #typing = 0;
  #sending = Promise.resolve();

  /**
   * @param {string} name where it stands, for screen readers
   * @param {{people(): void, show(person: number): void}} desk opens the list of people for this pane; shows a person elsewhere
   */
  constructor(name, desk) {
    this.name = name;
    this.desk = desk;
    this.composer = new Composer(this.#composerActions());
    this.header = el("header", { class: "pane-header" });
    this.body = el("div", { class: "pane-body" });
    this.blocked = el(
      "div",
      { class: "blocked", hidden: true },
      el("span", {}, "این شخص دبیر را مسدود کرده است."),
      el("button", { type: "button", class: "secondary", onclick: () => this.#block(false) }, "رفع مسدودی"),
    );
    this.root = el("section", { class: "pane" }, this.header, this.body, this.blocked, this.composer.root);
    this.#acceptDrops();
    this.refresh();
  }

  /** Show another person's chat, if there is one. The text that was begun stays with its person. */
  async open(person) {
    if (person === undefined || person === this.person) return;
    if (this.person !== null) this.#drafts.set(this.person, this.composer.draft);
    this.person = person;
    this.composer.draft = this.#drafts.get(person) ?? "";
    this.composer.keyboard.set(null);
    this.log = new ChatLog(this.#logActions());
    this.refresh();
    await this.sync();
  }

  /** Ask for the latest messages anew: after a reconnection nothing is known of what happened meanwhile. */
  async sync() {
    const { person, log } = this;
    if (person === null) return;
    await attempt(async () => {
      const page = await api.chat(person);
      // A slow answer for a person who is no longer shown.
      if (log !== this.log) return;
      log.sync(page);
      this.composer.keyboard.set(page.reply_keyboard);
      this.#fill();
      this.#read();
    });
  }

  /** An event of the shown person. */
  receive(event) {
    switch (event.type) {
      case "message":
        if (event.message.from === "bot") this.#showTyping(false);
        this.log.put(event.message);
        this.#fill();
        if (this.log.atEnd) this.#read();
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
        this.#showTyping(true);
        break;
      case "toast":
        this.#answered(event);
        break;
    }
  }

  /** What depends on the shared state: names, the role, the bot's commands. */
  refresh() {
    const person = store.person(this.person);
    this.root.setAttribute("aria-label", person ? `${this.name}، گفت‌وگوی ${fullName(person)}` : this.name);
    this.root.dataset.person = this.person ?? "";
    this.composer.root.hidden = !person || person.blocked;
    this.blocked.hidden = !person?.blocked;
    this.composer.refresh();
    this.#drawHeader(person);
    this.#fill();
  }

  #drawHeader(person) {
    const note = this.#typing ? `${store.bot.name} در حال نوشتن است…` : roleOf(person);
    const lines = el(
      "span",
      { class: "card-lines" },
      el("strong", { class: "card-title" }, person ? fullName(person) : "شخصی برگزیده نشده است"),
      el("span", { class: this.#typing ? "card-note typing" : "card-note" }, note),
    );
    const focused = this.header.contains(document.activeElement) && document.activeElement.dataset.part;
    this.header.replaceChildren(
      el(
        "button",
        { type: "button", class: "who", "data-part": "who", title: "برگزیدن شخصی دیگر", onclick: () => this.desk.people() },
        person ? avatar(person) : el("span", { class: "avatar" }, icon("person")),
        lines,
        icon("swap"),
        el("span", { class: "visually-hidden" }, "، برگزیدن شخصی دیگر"),
      ),
      el("span", { class: "with", hidden: !person }, icon("bot"), el("span", {}, `در گفت‌وگو با ${store.bot.name}`)),
      person
        ? iconButton("more", "کارهای این گفت‌وگو", (event) => this.#showMenu(event.currentTarget), { "data-part": "menu" })
        : "",
    );
    if (focused) this.header.querySelector(`[data-part=${focused}]`)?.focus();
  }

  /** The log, or what to do first. */
  #fill() {
    if (this.person === null) {
      this.body.replaceChildren(emptyDesk(() => this.desk.people()));
    } else if (this.log.empty) {
      this.body.replaceChildren(this.log.root, emptyChat(store.person(this.person), () => this.#send("/start")));
    } else if (this.body.firstChild !== this.log.root || this.body.childElementCount > 1) {
      this.body.replaceChildren(this.log.root);
    }
  }

  #showMenu(anchor) {
    const { person } = this;
    openMenu(
      anchor,
      [
        { label: "فرستادن /start", icon: "send", act: () => this.#send("/start") },
        store.person(person).blocked
          ? { label: `رفع مسدودی ${store.bot.name}`, icon: "check", act: () => this.#block(false) }
          : { label: `مسدود کردن ${store.bot.name}`, icon: "block", act: () => this.#block(true), danger: true },
      ],
      { label: "کارهای این گفت‌وگو" },
    );
  }

  #block(blocked) {
    const { person } = this;
    return attempt(async () => {
      await (blocked ? api.block(person) : api.unblock(person));
      await store.refresh();
    });
  }

  #showTyping(typing) {
    clearTimeout(this.#typing);
    this.#typing = typing ? setTimeout(() => this.#showTyping(false), TYPING_FOR) : 0;
    this.#drawHeader(store.person(this.person));
  }

  /** Tell the sandbox that the person has seen everything. */
  #read() {
    if (document.hidden || !store.person(this.person)?.unread) return;
    attempt(async () => {
      await api.read(this.person);
      await store.refresh();
    });
  }

  /** Messages leave in the order in which they were written. */
  #inOrder(action) {
    const result = this.#sending.then(() => attempt(action));
    this.#sending = result;
    return result;
  }

  #send(text, replyTo) {
    const { person } = this;
    return this.#inOrder(() => api.sendText(person, text, replyTo));
  }

  #composerActions() {
    return {
      send: (text, replyTo) => this.#send(text, replyTo),
      edit: (message, text) => {
        const { person } = this;
        if (text === message.text) return true;
        return this.#inOrder(() => api.edit(person, message.id, text));
      },
      editNewest: () => {
        const message = this.log.newestOwnText();
        if (message) this.composer.edit(message);
      },
      files: (files, asPhotos = true) => this.#sendFiles(files, asPhotos),
      voice: (file) => {
        const { person } = this;
        return this.#inOrder(() => api.sendFiles(person, "voice", [file], ""));
      },
      place: () => {
        const { person } = this;
        openPlaces((latitude, longitude) => attempt(() => api.shareLocation(person, latitude, longitude)));
      },
      contact: () => {
        const { person } = this;
        openContacts(person, (of) => attempt(() => api.shareContact(person, of)));
      },
      ownContact: () => {
        const { person } = this;
        return this.#inOrder(() => api.shareContact(person, person));
      },
    };
  }

  #sendFiles(files, asPhotos) {
    const { person } = this;
    const send = (kind, chosen, caption) =>
      this.#inOrder(async () => {
        for (let at = 0; at < chosen.length; at += ALBUM_LIMIT) {
          await api.sendFiles(person, kind, chosen.slice(at, at + ALBUM_LIMIT), at === 0 ? caption : "");
        }
      });
    openFiles(files, { asPhotos, send });
  }

  #logActions() {
    const { person } = this;
    return {
      say: (text) => this.#send(text),
      start: (payload) => openStart(payload, person, this.desk.show),
      tap: (message, button) => this.#tap(message, button),
      menu: (message, anchor, point) => this.#messageMenu(message, anchor, point),
      seen: () => this.#read(),
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
  async #tap(message, button) {
    await attempt(async () => {
      const { callback_id: id } = await api.tap(this.person, message.id, button.callback_data);
      await new Promise((resolve) => {
        this.#taps.set(id, resolve);
        setTimeout(resolve, TAP_PATIENCE);
      });
      this.#taps.delete(id);
    });
  }

  #answered({ callback_id: id, text, alert }) {
    this.#taps.get(id)?.();
    if (!text) return;
    if (!alert) toast(text);
    else openDialog({ title: store.bot.name, body: [el("p", {}, text)], role: "alertdialog" });
  }

  #messageMenu(message, anchor, point) {
    const items = [{ label: "پاسخ", icon: "reply", act: () => this.composer.reply(message) }];
    const words = message.text ?? message.caption;
    if (message.from === "person" && message.text) {
      items.push({ label: "ویرایش", icon: "edit", act: () => this.composer.edit(message) });
    }
    if (words) items.push({ label: "رونوشت متن", icon: "copy", act: () => navigator.clipboard.writeText(words) });
    openMenu(anchor, items, { label: "کارهای این پیام", point });
  }

  #acceptDrops() {
    const carriesFiles = (event) => this.person !== null && event.dataTransfer?.types.includes("Files");
    this.root.addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.root.classList.add("dropping");
    });
    this.root.addEventListener("dragleave", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.root.classList.remove("dropping");
    });
    this.root.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.root.classList.remove("dropping");
      this.#sendFiles([...event.dataTransfer.files], true);
    });
  }
}

/** What a person is to the bot, in words. */
export function roleOf(person) {
  if (!person) return "برای آغاز، یکی از اشخاص را برگزینید";
  return person.role ?? (store.features.roles ? "هنوز عضو نیست" : "");
}

function emptyDesk(choose) {
  return el(
    "div",
    { class: "empty" },
    el("span", { class: "empty-picture" }, icon("people")),
    el("h2", {}, "چه کسی گفت‌وگو می‌کند؟"),
    el("p", {}, "یکی از اشخاص را برگزینید تا از زبان او با دبیر گفت‌وگو کنید."),
    el("button", { type: "button", class: "primary", onclick: choose }, "برگزیدن شخص"),
  );
}

function emptyChat(person, start) {
  return el(
    "div",
    { class: "empty" },
    el("span", { class: "empty-picture" }, icon("bot")),
    el("h2", {}, store.bot.name),
    el("p", {}, `${person ? fullName(person) : ""} هنوز گفت‌وگویی با ${store.bot.name} ندارد. برای آغاز /start را بفرستید.`),
    el("button", { type: "button", class: "primary", onclick: start }, "شروع گفت‌وگو"),
  );
}
