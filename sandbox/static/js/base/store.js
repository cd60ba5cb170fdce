/** What every part of the page shares: the bots, the people, the clock. Tells of a change by the event "change". */

import { api } from "./api.js";
import { byHuman, twinsOf } from "./twins.js";
import { Zone } from "./zone.js";

const NOBODY = { id: 0, username: "", name: "", commands: [] };

class Store extends EventTarget {
  /** Each messenger's bot, by the messenger's name. */
  bots = {};
  people = [];
  /** Groups, each shaped like a person with `members`. */
  groups = [];
  /** The official holidays' names, by Jalali date: "1398/7/27". */
  daysOff = {};
  features = { clock: false, next_due: false, roles: false };
  zone = new Zone("UTC");

  #base = 0;
  #since = 0;
  #refreshing = null;
  #again = false;

  /** The sandbox's time: what it last told, and real time since then. */
  now() {
    return new Date(this.#base + performance.now() - this.#since);
  }

  setClock(iso) {
    this.#base = Date.parse(iso);
    this.#since = performance.now();
    this.#tell();
  }

  get platforms() {
    return Object.keys(this.bots);
  }

  /** The person, or the group, of that id. */
  person(id) {
    return [...this.people, ...this.groups].find((person) => person.id === id);
  }

  /** The bot with whom this person talks. */
  botOf(id) {
    return this.bots[this.person(id)?.platform] ?? NOBODY;
  }

  /** The bot's commands in this person's chat: those of the person's role, or of everybody. */
  commandsOf(id) {
    return this.person(id)?.commands ?? NOBODY.commands;
  }

  /** The same human's accounts on other messengers. */
  twins(person) {
    return person.members ? [] : twinsOf(person, this.people);
  }

  /** Ask the sandbox anew. Calls during a running one are answered by one more. */
  refresh() {
    this.#again = this.#refreshing !== null;
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = null;
      if (this.#again) return this.refresh();
    });
    return this.#refreshing;
  }

  async #load() {
    const state = await api.state();
    this.bots = state.bots;
    this.people = byHuman(state.people);
    this.groups = state.groups;
    this.features = state.features;
    this.daysOff = state.days_off;
    this.zone = new Zone(state.clock.tz);
    this.setClock(state.clock.now);
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

export const store = new Store();
