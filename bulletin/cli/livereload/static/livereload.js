// Reloads the page when the server has another version of it.
// A tab in the background holds no connection, because a browser opens only six to one server.
const { version } = document.currentScript.dataset;
let events;

function connect() {
  if (document.hidden || events) return;
  const query = new URLSearchParams({ path: location.pathname, version });
  events = new EventSource(`/.livereload/events?${query}`);
  events.addEventListener("reload", () => location.reload());
}

function disconnect() {
  events?.close();
  events = undefined;
}

document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);
