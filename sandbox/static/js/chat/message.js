/** One entry of a chat's log as an element: a bubble (or an album) with its buttons. */

import { el, icon, iconButton } from "../base/dom.js";
import { formatted } from "./entities.js";
import { botLink, safeLink } from "./links.js";
import { media } from "./media.js";
import { digits } from "../base/persian.js";
import { store } from "../base/store.js";

/**
 * @param {{messages: object[], mine: boolean, first: boolean, last: boolean}} entry of arrange()
 * @param {object} actions what the bubble's controls do: tap, start, say, menu, reveal; botName(), and `inGroup`
 * @param {object | undefined} quoted the message that this one answers, if the log has it
 */
export function bubble(entry, actions, quoted) {
  const { messages, mine } = entry;
  const head = messages[0];
  const worded = messages.find((message) => message.text || message.caption);
  const carried = media(messages);
  const classes = ["message", mine ? "mine" : "theirs", entry.first && "first", entry.last && "last"];
  const pictured = messages.every((message) => message.photo);
  const article = el(
    "article",
    { class: classes.filter(Boolean).join(" "), tabindex: "-1", "aria-label": spokenLabel(entry, actions) },
    el(
      "div",
      { class: `bubble ${pictured ? "pictured" : ""} ${worded ? "worded" : "wordless"}` },
      head.from === "person" && actions.inGroup && entry.first && el("div", { class: "forwarded" }, head.sender),
      head.forwarded_from && el("div", { class: "forwarded" }, `بازارسال از ${head.forwarded_from}`),
      quoted && quote(quoted, actions),
      carried.length > 0 && el("div", { class: "carried" }, ...carried),
      el(
        "div",
        { class: "words" },
        worded && el("span", { class: "text" }, ...words(worded, actions)),
        meta(messages.at(-1), mine, messages.some((message) => message.edit_date)),
      ),
      iconButton("more", "کارهای این پیام", (event) => actions.menu(head, event.currentTarget), {
        class: "icon-button bubble-more",
        tabindex: "-1",
      }),
    ),
    head.inline_keyboard?.length > 0 && keyboard(head, actions),
  );
  article.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    actions.menu(head, article, { x: event.clientX, y: event.clientY });
  });
  return article;
}

function spokenLabel({ messages, mine }, actions) {
  return `${mine ? "شما" : actions.botName()}، ${store.zone.time(messages[0].date * 1000)}`;
}

function words(message, actions) {
  return [formatted(message.text ?? message.caption, message.entities, actions)];
}

function meta(message, mine, edited) {
  const instant = message.date * 1000;
  return el(
    "span",
    { class: "meta" },
    edited && el("span", {}, "ویرایش‌شده"),
    el("time", { datetime: new Date(instant).toISOString(), title: store.zone.date(instant) }, store.zone.time(instant)),
    mine && icon("sent"),
  );
}

function quote(message, actions) {
  const who = message.from === "person" ? "شما" : actions.botName();
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => actions.reveal(message.id) },
    el("strong", {}, who),
    el("span", {}, summary(message)),
  );
}

/** A message in a few words, for a quotation. */
export function summary(message) {
  const kinds = { photo: "عکس", document: "پرونده", voice: "پیام صوتی", video: "ویدئو", location: "موقعیت", contact: "مخاطب" };
  const kind = Object.keys(kinds).find((name) => message[name]);
  return message.text ?? message.caption ?? message.document?.file_name ?? kinds[kind] ?? "پیام";
}

function keyboard(message, actions) {
  const rows = message.inline_keyboard.map((row) =>
    el("div", { class: "keys" }, ...row.map((button) => key(message, button, actions))),
  );
  return el("div", { class: "keyboard", role: "group", "aria-label": "دکمه‌های پیام" }, ...rows);
}

function key(message, button, actions) {
  const label = el("span", {}, button.text);
  if (button.copy_text) {
    const copy = () => navigator.clipboard.writeText(button.copy_text.text);
    return el("button", { type: "button", class: "key", onclick: copy }, label, icon("copy"));
  }
  if (button.url === undefined) {
    const node = el("button", { type: "button", class: "key" }, label);
    node.addEventListener("click", () => press(node, () => actions.tap(message, button)));
    return node;
  }
  const start = botLink(button.url);
  if (start) {
    return el("button", { type: "button", class: "key", onclick: () => actions.start(start) }, label, icon("person"));
  }
  const href = safeLink(button.url);
  return el("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer" }, label, icon("outside"));
}

/** Show that a press is on its way until the bot has answered it; a second press meanwhile does nothing. */
async function press(node, action) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  await action();
  node.removeAttribute("aria-busy");
}

/** A line between two days. */
export function dayLine(label) {
  return el("div", { class: "day", role: "separator", "aria-label": label }, el("span", {}, digits(label)));
}
