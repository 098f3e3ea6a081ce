/* Comfort on pages that work without it; texts come from data attributes. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (target, type, act, capture) => target.addEventListener(type, act, capture);
  const say = (text, values) =>
    text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
  const ready = (act) => {
    act();
    on(window, "pageshow", act); // also after Back
  };
  const percent = (part, whole) => {
    const rate = whole ? (100 * part) / whole : 0;
    return rate.toFixed(rate % 100 ? 1 : 0).replace(".", ",");
  };
  const fire = (target) =>
    ["input", "change"].forEach((type) => target.dispatchEvent(new Event(type, { bubbles: true })));

  /* Undo bar */
  const bar = one(".snack");
  const button = one("button", bar);
  let timer;
  const snack = (text, undo) => {
    one("span", bar).textContent = text;
    button.hidden = !undo;
    bar.hidden = false;
    button.onclick = () => {
      bar.hidden = true;
      undo();
    };
    const close = () => {
      if (bar.matches(":focus-within")) timer = setTimeout(close, 10000);
      else bar.hidden = true;
    };
    clearTimeout(timer);
    timer = setTimeout(close, 10000);
  };

  /* A form sent twice is sent once */
  on(document, "submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (event.timeStamp - form.sentAt < 5000) return event.preventDefault();
    form.sentAt = event.timeStamp;
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), 5000);
  });
  on(window, "pageshow", () => {
    for (const form of document.forms) form.sentAt = undefined;
    all("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  /* Autosave */
  const tell = (saved, time) => {
    const area = one("[data-saved]");
    const [good, calm] = all(".notice", area);
    good.hidden = !saved;
    calm.hidden = saved;
    one("span", good).textContent = say(area.dataset.savedText, { time });
    one("span", calm).textContent = area.dataset.unsavedText;
  };

  const keepDraft = (form) => {
    let timer;
    let busy; // one at a time, or an older text could arrive last
    let changed;
    let gone; // sent for good: a draft after it would bring old text back
    let wait = 300;

    const send = async (leaving) => {
      clearTimeout(timer);
      if (!changed || gone || (busy && leaving !== true)) return;
      const body = new URLSearchParams({ page: location.pathname });
      let token = "";
      for (const [name, value] of new FormData(form)) {
        if (name === "csrfmiddlewaretoken") token = value;
        else if (typeof value === "string") body.append(name, value);
      }
      changed = false;
      busy = true;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": token },
          keepalive: String(body).length < 60000, // more is refused
        });
        tell(true, (await answer.json()).saved_at); // a page instead of the hour is a failure too
        wait = 300;
      } catch (failure) {
        changed = true;
        tell(false);
        wait = Math.min(Math.max(wait, 1000) * 2, 60000);
      }
      busy = false;
      clearTimeout(timer);
      timer = setTimeout(send, wait);
    };
    on(form, "input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(send, 300);
    });
    on(form, "change", () => {
      changed = true;
      send();
    });
    on(document, "visibilitychange", () => document.hidden && send(true));
    on(window, "pagehide", () => send(true));
    on(window, "online", send);
    on(document, "submit", (event) => {
      if (event.target === form && !event.defaultPrevented) gone = true;
    });
    on(window, "pageshow", () => (gone = false)); // Back brings the page as it was
  };

  /* Parts that follow an answer */
  const followAnswers = () => {
    for (const part of all("[data-show-when]")) {
      const [name, values] = part.dataset.showWhen.split("=");
      const said = new FormData(part.closest("form")).getAll(name);
      const shown = values.split(" ").some((value) => said.includes(value));
      part.hidden = !shown;
      part.classList.toggle("shown", shown);
    }
  };

  /* Weekday under the boxes of a day */
  const showWeekday = (boxes) => {
    const place = one("[data-weekday]", boxes.parentElement);
    const typed = all("input", boxes).map((box) => box.value);
    const parts = (typed[0].match(/\d+/g) || []).length === 3 ? typed[0] : typed.join("/");
    let [day, month, year] = (parts.match(/\d+/g) || []).map(Number);
    if (day > 999) [day, year] = [year, day];
    if (year < 100) year += 2000;
    const date = new Date(year, month - 1, day);
    const real = date.getMonth() === month - 1 && date.getDate() === day;
    place.textContent = real ? place.dataset.words.split("|")[date.getDay()] : "";
  };

  /* Roll call */
  const rollCall = (form) => {
    const rows = all("[data-person]", form);
    const radios = new Map(rows.map((row) => [row, all("input[type=radio]", row)]));
    const last = new Map(); // each row's mark before the newest change
    const counter = one("[data-counter]");
    const checked = (row) => radios.get(row).find((radio) => radio.checked);
    const mark = (row) => (checked(row) || {}).value || "";
    const kind = (value) => value.split(":")[0] || "unmarked";

    const show = (row) => {
      const value = mark(row);
      last.set(row, value);
      const badge = one(`template[data-state="${kind(value)}"]`).content.cloneNode(true);
      const time = one("input[type=text]", row);
      const word = one("[data-word]", badge);
      word.textContent = say(word.textContent, { time: time ? time.value : "" }).trim();
      one("[data-badge]", row).replaceChildren(badge);
      const reason = one("[data-reason]", row);
      if (reason) reason.textContent = kind(value) === "excused" ? checked(row).labels[0].textContent : "";
    };

    const count = () => {
      const n = { present: 0, late: 0, excused: 0, unexcused: 0, unmarked: 0 };
      const counted = rows.filter((row) => row.dataset.counted !== "0");
      counted.forEach((row) => n[kind(mark(row))]++);
      const marks = [].concat(...Object.keys(n).map((state) => Array(n[state]).fill(state)));
      n.base = Number(form.dataset.base || counted.length);
      n.here = n.present + n.late;
      n.absent = n.excused + n.unexcused;
      n.percent = percent(n.here, n.base);
      one("[data-here]", counter).textContent = say(counter.dataset.hereText, n);
      const { partsText, unmarkedText } = counter.dataset;
      one("[data-parts]", counter).textContent = say(n.unmarked ? unmarkedText : partsText, n);
      all("i", counter).forEach((stroke, at) => (stroke.className = marks[at]));
    };

    const set = (changes) => {
      for (const [row, value] of changes) {
        radios.get(row).forEach((radio) => (radio.checked = radio.value === value));
        show(row);
      }
      count();
      fire(form);
    };

    on(form, "change", (event) => {
      const row = event.target.closest("[data-person]");
      if (!row) return;
      const before = last.get(row);
      show(row);
      count();
      if (event.target.type === "radio" && mark(row).includes("excused")) {
        snack(say(form.dataset.absentText, { name: row.dataset.person }), () => set([[row, before]]));
      }
    });

    // A tap on an answer closes the row; arrow keys walk through the answers.
    let tapped = false;
    on(form, "pointerdown", () => (tapped = true));
    on(form, "keydown", () => (tapped = false));
    on(form, "click", (event) => {
      const row = event.target.type === "radio" && event.target.closest("[data-person]");
      if (!row || !tapped || event.target.value === "late") return;
      row.open = false;
      one("summary", row).focus({ preventScroll: true });
    });
    on(form, "toggle", (event) => {
      if (!event.target.matches("[data-person]") || !event.target.open) return;
      rows.forEach((row) => row !== event.target && (row.open = false));
    }, true);

    on(one("[data-all-present]"), "click", (event) => {
      event.preventDefault();
      const blank = rows.filter((row) => !mark(row));
      const setAll = (value) => set(blank.map((row) => [row, value]));
      setAll("present");
      if (blank.length) snack(say(form.dataset.allText, { count: blank.length }), () => setAll(""));
    });
    ready(() => {
      rows.forEach(show);
      count();
    });
  };

  /* Vote: show the sum; the server decides */
  const vote = (form) => {
    const boxes = form.dataset.vote.split(" ").map((name) => form.elements[name]);
    const show = () => {
      const numbers = boxes.map((box) => Number(box.value));
      const sum = numbers.reduce((total, number) => total + number, 0);
      for (const place of all("[data-sum]", form)) {
        const text = place.dataset;
        const base = Number(text.base);
        const which = sum > base ? text.over : sum < base ? text.under : text.even;
        const [first] = numbers;
        const values = { base, sum, left: base - sum, first, percent: percent(first, base) };
        values.terms = numbers.join(" + ");
        place.textContent = sum ? say(which, values) : text.none; // none yet, or not a number
      }
    };
    on(form, "input", show);
    ready(show);
  };

  /* Buttons */
  on(document, "click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const data = button.dataset;
    const put = (box, value) => {
      box.value = value;
      fire(box);
    };
    if (data.day) {
      const boxes = all(`[data-day-boxes="${data.for}"] input`);
      data.day.split("-").reverse().forEach((part, at) => put(boxes[at], part));
    } else if (data.for) {
      put(button.form.elements[data.for], data.clock || data.fill);
    } else if ("print" in data) {
      print();
    } else if (data.copy) {
      // The older way: it also works where the address is plain http.
      getSelection().selectAllChildren(one(data.copy));
      if (document.execCommand("copy")) snack(data.copiedText);
    } else if (data.show) {
      const input = one(data.show);
      const plain = input.type === "password";
      input.type = plain ? "text" : "password";
      button.textContent = plain ? data.hideText : data.showText;
    } else if ("big" in data) {
      const big = document.documentElement.classList.toggle("chu-to");
      button.setAttribute("aria-pressed", big);
      localStorage.setItem("chu-to", big ? "1" : "");
    }
  });

  /* Error summary: takes the focus, its links lead into the boxes */
  const errors = one(".errors");
  if (errors) {
    errors.focus();
    on(errors, "click", (event) => {
      const box = event.target.hash && one(event.target.hash);
      if (!box) return;
      event.preventDefault();
      const folded = box.closest("details");
      if (folded) folded.open = true;
      box.focus({ preventScroll: true });
      (box.closest(".field") || box).scrollIntoView();
    });
  }

  for (const button of all("[data-big]")) {
    button.setAttribute("aria-pressed", document.documentElement.matches(".chu-to"));
  }
  for (const boxes of all("[data-day-boxes]")) {
    on(boxes, "input", () => showWeekday(boxes));
    ready(() => showWeekday(boxes));
  }
  all("form[data-draft]").forEach(keepDraft);
  all("form[data-roll-call]").forEach(rollCall);
  all("form[data-vote]").forEach(vote);
  on(document, "change", followAnswers);
  ready(followAnswers);
})();
