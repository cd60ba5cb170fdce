/** What every part of the page shares: the bot, the people, the clock. Tells of a change by the event "change". */

import { api } from "./api.js";
import { Zone } from "./zone.js";

class Store extends EventTarget {
  bot = { id: 0, username: "", name: "", commands: [] };
  people = [];
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

  person(id) {
    return this.people.find((person) => person.id === id);
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
    this.bot = { commands: [], ...state.bot };
    this.people = state.people;
    this.features = state.features;
    this.zone = new Zone(state.clock.tz);
    this.setClock(state.clock.now);
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

export const store = new Store();
