/** The menu of what can be attached, and the windows for a place and a contact. */

import { field, openDialog, openForm } from "../base/dialog.js";
import { el, icon } from "../base/dom.js";
import { pickFiles } from "./files.js";
import { openMenu } from "../base/menu.js";
import { ascii } from "../base/persian.js";
import { avatar, fullName } from "../base/person.js";
import { store } from "../base/store.js";
import { toast } from "../base/toast.js";

/** Places of Mashhad to share where there is no positioning; near enough for trying things out. */
const PLACES = [
  ["حرم مطهر رضوی", 36.288, 59.6157],
  ["میدان شهدا", 36.2992, 59.6062],
  ["محلهٔ گلشهر", 36.2867, 59.6722],
  ["محلهٔ قلعه‌ساختمان", 36.2467, 59.6411],
  ["شهرک شهید رجایی", 36.2411, 59.6339],
  ["محلهٔ التیمور", 36.3547, 59.6118],
];

/** @param {import("./outgoing.js").Outgoing} outgoing */
export function openAttachMenu(anchor, outgoing) {
  const choose = async (accept, asPhotos) => {
    const files = await pickFiles(accept, true);
    if (files.length > 0) outgoing.files(files, asPhotos);
  };
  openMenu(
    anchor,
    [
      { label: "عکس", icon: "photo", act: () => choose("image/*", true) },
      { label: "پرونده", icon: "file", act: () => choose("", false) },
      { label: "موقعیت مکانی", icon: "pin", act: () => outgoing.place() },
      { label: "مخاطب", icon: "person", act: () => outgoing.contact() },
      { label: "برچسب", icon: "sticker", act: () => outgoing.sticker() },
    ],
    { label: "پیوست" },
  );
}

/** Ask for a place. `share(latitude, longitude)` returns whether it was sent. */
export function openPlaces(share) {
  const places = PLACES.map(([name, latitude, longitude]) =>
    option(icon("pin"), name, "", async () => {
      if (await share(latitude, longitude)) dialog.close();
    }),
  );
  const degrees = { required: true, inputmode: "decimal", dir: "ltr" };
  const dialog = openForm({
    title: "اشتراک موقعیت مکانی",
    body: [
      el("div", { class: "options" }, ...places),
      el("p", { class: "hint" }, "یا عرض و طول جغرافیایی را بنویسید:"),
      el(
        "div",
        { class: "field-pair" },
        field("عرض جغرافیایی", { name: "latitude", placeholder: "۳۶٫۲۹۸۰", ...degrees }),
        field("طول جغرافیایی", { name: "longitude", placeholder: "۵۹٫۶۰۵۷", ...degrees }),
      ),
    ],
    submitLabel: "ارسال موقعیت",
    submit: async (typed) => {
      const [latitude, longitude] = [typed.latitude, typed.longitude].map((text) => Number(ascii(text.trim())));
      if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return share(latitude, longitude);
      toast("عرض جغرافیایی میان ۹۰- و ۹۰ و طول جغرافیایی میان ۱۸۰- و ۱۸۰ است.", "bad");
      return false;
    },
  });
}

/** Ask whose number to share, the person's own first. `share(of)` returns whether it was sent. */
export function openContacts(person, share) {
  const own = store.person(person);
  const others = store.people.filter((other) => other !== own && other.platform === own.platform);
  const rows = [own, ...others].map((other) =>
    option(avatar(other), fullName(other), other === own ? "شمارهٔ خودم" : "", async () => {
      if (await share(other.id)) dialog.close();
    }),
  );
  const dialog = openDialog({ title: "اشتراک شمارهٔ تماس", body: [el("div", { class: "options" }, ...rows)] });
}

/** A row that is pressed to choose it. */
export function option(picture, label, note, onclick) {
  return el(
    "button",
    { type: "button", class: "option", onclick },
    picture,
    el(
      "span",
      { class: "card-lines" },
      el("span", { class: "card-title" }, label),
      note && el("span", { class: "card-note" }, note),
    ),
  );
}
