/* Before the first paint, so that nothing jumps: script is here; the reader likes large type. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    if (localStorage.getItem("chu-to") === "1") root.classList.add("chu-to");
  } catch (refused) {
    /* storage is closed to this page: normal type */
  }
  // Where there is room, what is folded on a phone stands open.
  addEventListener("DOMContentLoaded", () => {
    if (innerWidth < 960) return;
    document.querySelectorAll(".fold").forEach((part) => { part.open = true; });
  });
  // The main script did not arrive: show the page as it is without script.
  addEventListener("error", (event) => {
    if (event.target.tagName === "SCRIPT") root.classList.remove("js");
  }, true);
})();
