/** The sandbox's live events, over one connection that comes back by itself. */

const RETRY_AFTER = 2000;

/**
 * Listen for as long as the page is open.
 * `onOpen` is called on every connection, the first and each later one: what happened meanwhile is unknown, so ask anew.
 */
export function listen({ onOpen, onEvent, onLost }) {
  const source = new EventSource("/api/events");
  source.addEventListener("open", onOpen);
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    onLost();
    // A browser tries again by itself unless the answer was not a stream at all.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onOpen, onEvent, onLost }), RETRY_AFTER);
  });
}
