/** What a message carries besides text: pictures, files, voice, places, contacts. */

import { el, icon } from "../base/dom.js";
import { digits, fileSize } from "../base/persian.js";
import { avatar, fullName } from "../base/person.js";
import { player } from "./player.js";
import { openViewer } from "./viewer.js";

/** The widths of an album's tiles, in sixths of its own, by their number. */
const MOSAICS = [
  [], [6], [3, 3], [6, 3, 3], [3, 3, 3, 3], [3, 3, 2, 2, 2],
  [2, 2, 2, 2, 2, 2], [3, 3, 3, 3, 2, 2, 2], [3, 3, 2, 2, 2, 2, 2, 2],
  [2, 2, 2, 2, 2, 2, 2, 2, 2], [3, 3, 3, 3, 2, 2, 2, 2, 2, 2],
];

const PICTURE_SIDE = { width: 420, height: 460 };

/** The elements for what these messages carry (more than one message: an album). */
export function media(messages) {
  const pictures = messages.filter((message) => message.photo);
  if (pictures.length > 1) return [mosaic(pictures)];
  return messages.flatMap((message) => single(message) ?? []);
}

function single(message) {
  if (message.photo) return picture(message);
  if (message.video || message.animation) return film(message.video ?? message.animation);
  if (message.voice || message.audio) return player(message.voice ?? message.audio);
  if (message.document) return documentCard(message.document);
  if (message.location) return place(message.location);
  if (message.contact) return contactCard(message.contact);
  if (message.sticker) return el("img", { class: "sticker", src: message.sticker.url, alt: "برچسب" });
  return null;
}

function picture(message) {
  const { width, height } = fitted(message.photo);
  const image = el("img", { src: message.photo.url, alt: "", width, height, draggable: "false" });
  return opener([message], 0, "photo", image);
}

/** The size at which a picture is shown: inside PICTURE_SIDE, with the room kept while it loads. */
function fitted({ width = 320, height = 240 }) {
  const scale = Math.min(PICTURE_SIDE.width / width, PICTURE_SIDE.height / height, 2);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function mosaic(pictures) {
  const spans = MOSAICS[Math.min(pictures.length, MOSAICS.length - 1)];
  const tiles = pictures.map((message, at) => {
    const image = el("img", { src: message.photo.url, alt: "", draggable: "false" });
    return opener(pictures, at, `tile span-${spans[at] ?? 2}`, image);
  });
  return el("div", { class: "mosaic" }, ...tiles);
}

function opener(pictures, at, className, image) {
  const label = pictures.length > 1 ? `عکس ${digits(at + 1)} از ${digits(pictures.length)}، نمایش بزرگ` : "نمایش بزرگ عکس";
  const show = () => openViewer(pictures.map((message) => message.photo), at);
  return el("button", { type: "button", class: className, "aria-label": label, onclick: show }, image);
}

function film(video) {
  return el("video", { class: "film", src: video.url, controls: true, preload: "metadata" });
}

function documentCard(file) {
  const name = file.file_name ?? "پرونده";
  const ending = name.includes(".") ? name.split(".").at(-1).slice(0, 4) : "";
  return el(
    "a",
    { class: "file-card", href: file.url, download: name, "aria-label": `دریافت پروندهٔ ${name}` },
    el("span", { class: "file-icon" }, ending ? el("span", {}, ending) : icon("file")),
    el(
      "span",
      { class: "card-lines" },
      el("span", { class: "card-title" }, el("bdi", {}, name)),
      el("span", { class: "card-note" }, fileSize(file.file_size ?? 0)),
    ),
  );
}

function place({ latitude, longitude }) {
  const reading = (degrees) => digits(degrees.toFixed(4)).replace(".", "٫");
  return el(
    "div",
    { class: "place" },
    el("div", { class: "place-map" }, icon("pin")),
    el(
      "div",
      { class: "card-lines" },
      el("span", { class: "card-title" }, "موقعیت مکانی"),
      el("span", { class: "card-note" }, `عرض ${reading(latitude)}، طول ${reading(longitude)}`),
    ),
  );
}

function contactCard(contact) {
  return el(
    "div",
    { class: "contact-card" },
    avatar(contact),
    el(
      "span",
      { class: "card-lines" },
      el("span", { class: "card-title" }, fullName(contact)),
      el("span", { class: "card-note" }, el("bdi", { dir: "ltr" }, digits(`+${contact.phone_number.replace("+", "")}`))),
    ),
  );
}
