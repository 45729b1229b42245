// The stream of events, with replay after a lost connection.
import { version, type Event, type Snapshot } from "./protocol";

export type LinkState = "connecting" | "open" | "lost";

export interface Listener {
  snapshot(s: Snapshot): void;
  events(list: Event[]): void;
  link(state: LinkState): void;
}

/** follow keeps a connection to path. After a loss it asks for what it missed, later and later, at most every 5 s. */
export function follow(path: string, listener: Listener): void {
  let boot = "";
  let seq = 0;
  let wait = 250;
  let socket: WebSocket;
  let timer = 0;

  const dial = () => {
    clearTimeout(timer);
    listener.link("connecting");
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}?boot=${boot}&since=${seq}`);
    socket.onopen = () => {
      wait = 250;
      listener.link("open");
    };
    socket.onmessage = ({ data }) => receive(JSON.parse(data as string));
    socket.onclose = () => {
      listener.link("lost");
      timer = setTimeout(dial, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };

  const receive = (message: Snapshot | Event[]) => {
    if (Array.isArray(message)) {
      const fresh = message.filter(e => e.seq > seq);
      seq = message.at(-1)?.seq ?? seq;
      try {
        if (fresh.length > 0) listener.events(fresh);
      } catch (e) {
        console.error(e); // what follows would be drawn on a wrong state: begin again with a snapshot
        boot = "";
        socket.close();
      }
      return;
    }
    if (message.v !== version) {
      reload();
      return;
    }
    ({ boot, seq } = message);
    listener.snapshot(message);
  };

  addEventListener("online", () => socket.readyState === WebSocket.CLOSED && dial());
  dial();
}

/** reload fetches the page of a newer server, once: if it is still another version, nothing is gained by more. */
function reload() {
  if (sessionStorage.getItem("reloaded") === location.href) return;
  sessionStorage.setItem("reloaded", location.href);
  location.reload();
}

/** post sends a command and returns the answer. It throws an Error with the server's own words. */
export async function post(path: string, command: object): Promise<Response> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(command),
  });
  if (answer.ok) return answer;
  let message = answer.statusText;
  try {
    message = ((await answer.json()) as { error: string }).error;
  } catch {
    // not one of our answers: the status has to do
  }
  throw new Error(message);
}
