/** A message's text with its entities (bold, links, quotes …) as elements. Offsets count UTF-16 units, as JavaScript does. */

import { el, icon } from "../base/dom.js";
import { botLink, safeLink } from "./links.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/**
 * @param {string} text
 * @param {{type: string, offset: number, length: number, url?: string}[]} entities nested, never crossing
 * @param {{start(link: {platform: string, payload: string}): void, say(text: string): void}} actions
 *   what a link to a bot (as botLink() reads it) and a command do
 * @returns {DocumentFragment}
 */
export function formatted(text, entities = [], actions) {
  const outerFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = new DocumentFragment();
  fragment.append(...pieces(text, 0, text.length, outerFirst, actions));
  return fragment;
}

/** The nodes for `text` from `from` to `to`, given the entities inside that stretch, outer ones first. */
function pieces(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = others.filter((other) => other.offset < end);
    rest = others.slice(inner.length);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const node = wrapper(entity, text.slice(entity.offset, end), actions);
    node.append(...pieces(text, entity.offset, end, inner, actions));
    if (entity.type === "note") fold(node);
    nodes.push(node);
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrapper(entity, words, actions) {
  if (entity.type in TAGS) return el(TAGS[entity.type]);
  switch (entity.type) {
    case "url":
      return link(words.includes("://") ? words : `https://${words}`, actions);
    case "text_link":
      return link(entity.url, actions);
    case "email":
      return link(`mailto:${words}`, actions);
    case "phone_number":
      return link(`tel:${words}`, actions);
    case "bot_command":
      return action("#", () => actions.say(words));
    case "note":
      return el("details", { class: "note" });
    case "spoiler":
      return spoiler();
    default:
      return el("span", { class: "tag" });
  }
}

function link(address, actions) {
  const start = botLink(address);
  if (start) return action(address, () => actions.start(start));
  const url = safeLink(address);
  return url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : el("span", { class: "tag" });
}

/** A link that does something here. A button would not break into lines as words do. */
function action(href, act) {
  const anchor = el("a", { href, role: "button", dir: "ltr" });
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  return anchor;
}

/** A note of Bale's shows its title, which opens and closes what is under it. */
function fold(note) {
  const [title, body] = ["strong", "blockquote"].map((tag) => note.querySelector(`:scope > ${tag}`));
  note.replaceChildren(el("summary", {}, title ?? "یادداشت", icon("down")), body ?? "");
}

function spoiler() {
  const cover = el("button", { type: "button", class: "spoiler", "aria-expanded": "false" });
  cover.addEventListener("click", () => cover.setAttribute("aria-expanded", "true"));
  return cover;
}
