/** Where a person writes: the text field with its bar for a reply or an edit, the reply keyboard, attachments and voice. */

import { openAttachMenu } from "./attach.js";
import { el, icon, iconButton } from "../base/dom.js";
import { openMenu } from "../base/menu.js";
import { fullName } from "../base/person.js";
import { summary } from "../chat/message.js";
import { Recorder } from "./recorder.js";
import { ReplyKeyboard } from "./replykeyboard.js";
import { store } from "../base/store.js";

const ABOUT = { reply: "پاسخ به", edit: "ویرایش پیام" };
/** How high the text field grows, in pixels. */
const TALLEST = 160;

export class Composer {
  /** What the next text answers or replaces: `{kind: "reply" | "edit", message}`. */
  #about = null;
  #drafts = new Map();

  /** @param {() => void} editNewest begins to edit the person's newest text */
  constructor(editNewest) {
    this.editNewest = editNewest;
    this.text = el("textarea", {
      rows: 1,
      placeholder: "پیام خود را بنویسید…",
      "aria-label": "متن پیام",
      enterkeyhint: "send",
      oninput: () => this.#fit(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.about = el("div", { class: "about", hidden: true });
    this.writers = el("select", { "aria-label": "نویسندهٔ پیام", onchange: () => this.#chooseWriter() });
    this.writing = el("label", { class: "writing", hidden: true }, el("span", {}, "نوشتن از زبان"), this.writers);
    this.keyboard = new ReplyKeyboard({
      say: (text) => this.outgoing.say(text),
      contact: () => this.outgoing.ownContact(),
      place: () => this.outgoing.place(),
    });
    this.attach = iconButton("attach", "پیوست", () => openAttachMenu(this.attach, this.outgoing), {
      "aria-haspopup": "menu",
    });
    this.commands = iconButton("command", "فهرست دستورها", () => this.#showCommands(), { "aria-haspopup": "menu" });
    this.sendButton = el("button", { type: "submit", class: "send", "aria-label": "ارسال پیام" }, icon("send"));
    this.recorder = new Recorder((file) => this.outgoing.voice(file));
    this.form = el(
      "form",
      { class: "composer-row" },
      this.attach,
      el("div", { class: "composer-field" }, this.text, this.commands, this.keyboard.toggle),
      this.recorder.button,
      this.sendButton,
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.root = el("div", { class: "composer" }, this.writing, this.about, this.form, this.recorder.bar, this.keyboard.root);
    this.#fit();
  }

  /** Write for another person. A text that was begun waits for its person to come back. */
  begin(outgoing) {
    if (this.outgoing) this.#drafts.set(this.outgoing.person, this.text.value);
    this.outgoing = outgoing;
    this.#about = null;
    this.about.hidden = true;
    this.#write(this.#drafts.get(outgoing.person) ?? "");
    this.keyboard.set(null);
  }

  /** What depends on the bot: whether it has a menu of commands. */
  refresh() {
    this.commands.hidden = store.commandsOf(this.outgoing?.person).length === 0;
    const members = store.person(this.outgoing?.person)?.members;
    this.writing.hidden = !members;
    this.attach.hidden = Boolean(members);
    if (members) this.#offerWriters(members);
    this.#fit();
  }

  /** The members of a group, of whom one writes; who wrote last stays chosen. */
  #offerWriters(members) {
    const shown = [...this.writers.options].map((option) => option.value);
    if (this.outgoing.writer && shown.join() === members.join()) return;
    const chosen = members.includes(this.outgoing.writer) ? this.outgoing.writer : members[0];
    this.writers.replaceChildren(
      ...members.map((id) => el("option", { value: id, selected: id === chosen }, fullName(store.person(id)))),
    );
    this.#chooseWriter();
  }

  #chooseWriter() {
    this.outgoing.writer = this.writers.value;
  }

  reply(message) {
    this.#begin("reply", message);
  }

  edit(message) {
    this.#write(message.text);
    this.#begin("edit", message);
  }

  #begin(kind, message) {
    this.#about = { kind, message };
    this.about.hidden = false;
    this.about.replaceChildren(
      icon(kind),
      el("div", { class: "about-lines" }, el("strong", {}, ABOUT[kind]), el("span", {}, summary(message))),
      iconButton("close", "انصراف", () => this.#leave()),
    );
    this.text.focus();
  }

  /** Give up the reply or the edit; an edited text leaves with it. */
  #leave() {
    if (this.#about?.kind === "edit") this.#write("");
    this.#about = null;
    this.about.hidden = true;
    this.text.focus();
  }

  async #submit() {
    const text = this.text.value.trim();
    if (!text) return;
    const about = this.#about;
    const { outgoing } = this;
    this.#about = null;
    this.about.hidden = true;
    this.#write("");
    const went =
      about?.kind === "edit" ? await outgoing.edit(about.message, text) : await outgoing.say(text, about?.message.id);
    if (!went) this.#restore(outgoing, text, about);
  }

  /** What was not sent comes back, before whatever was typed meanwhile. */
  #restore(outgoing, text, about) {
    if (outgoing !== this.outgoing) {
      this.#drafts.set(outgoing.person, text);
      return;
    }
    this.#write([text, this.text.value].filter(Boolean).join("\n"));
    if (about) this.#begin(about.kind, about.message);
  }

  #write(text) {
    this.text.value = text;
    this.#fit();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#about) {
      event.preventDefault();
      this.#leave();
    } else if (event.key === "ArrowUp" && this.text.value === "") {
      event.preventDefault();
      this.editNewest();
    }
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.outgoing.files(files);
  }

  #showCommands() {
    const items = store.commandsOf(this.outgoing.person).map(({ command, description }) => ({
      label: description,
      hint: `/${command}`,
      icon: "command",
      act: () => this.outgoing.say(`/${command}`),
    }));
    openMenu(this.commands, items, { label: "دستورها" });
  }

  /** As tall as its text, and the microphone in the place of the arrow while there is none. */
  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
    const blank = this.text.value.trim() === "";
    this.sendButton.hidden = blank;
    this.recorder.button.hidden = !blank || !this.writing.hidden;
  }
}
