/* Minutes since the chair tapped: no sound, nothing asked; remembered in this tab alone. */
(() => {
  "use strict";
  const place = document.querySelector("[data-timer]");
  const button = document.querySelector("[data-timer-start]");
  if (!place || !button) return;
  const { leftText, overText, onText } = place.dataset;
  const minutes = Number(place.dataset.minutes);
  const key = `clock ${location.pathname}${location.search}`;
  const show = () => {
    const began = Number(sessionStorage.getItem(key));
    if (!began) return;
    const gone = Math.floor((Date.now() - began) / 60000);
    const text = !minutes ? onText : gone <= minutes ? leftText : overText;
    place.textContent = text.replace("{n}", minutes ? Math.abs(minutes - gone) : gone);
  };
  button.addEventListener("click", () => {
    sessionStorage.setItem(key, Date.now());
    show();
  });
  setInterval(show, 10000);
  show();
})();
