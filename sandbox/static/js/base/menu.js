/** A small menu beside a button or at the pointer. */

import { el, icon, moveFocus } from "./dom.js";

const MARGIN = 8;

/**
 * Open a menu of `items` `{label, icon, act, danger}` beside `anchor`.
 * `point` `{x, y}` is where the pointer asked for it, if it did.
 */
export function openMenu(anchor, items, { label, point } = {}) {
  const menu = el(
    "div",
    { class: "menu", role: "menu", popover: "auto", "aria-label": label },
    ...items.map((item) =>
      el(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger && "danger",
          onclick: () => {
            menu.hidePopover();
            item.act();
          },
        },
        icon(item.icon),
        el("span", { class: "menu-label" }, item.label),
        item.hint && el("span", { class: "menu-hint" }, item.hint),
      ),
    ),
  );
  menu.addEventListener("keydown", (event) => moveFocus(event, [...menu.children]));
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect(), point);
  menu.firstElementChild.focus();
}

/** Put the menu where it fits: above or below the anchor, inside the window. */
function place(menu, around, point) {
  const { width, height } = menu.getBoundingClientRect();
  const left = point ? point.x - width : around.right - width;
  const below = point ? point.y : around.bottom + 4;
  const above = point ? point.y - height : around.top - height - 4;
  const top = below + height + MARGIN <= innerHeight ? below : above;
  menu.style.left = `${Math.min(Math.max(left, MARGIN), innerWidth - width - MARGIN)}px`;
  menu.style.top = `${Math.min(Math.max(top, MARGIN), innerHeight - height - MARGIN)}px`;
}
