// The page's script: it fetches the next page and puts what changed in place, moves by keys, and
// listens for changes of the dossier. Without it every link and form works as it stands.
"use strict";
(() => {
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const data = (id) => JSON.parse(at(id)?.textContent || "null");
  const words = () => data("words") || {};
  const PARTS = ["top", "scope", "notices", "main", "foot", "words"];
  root.classList.add("scripted");

  // ---- putting a new page in place of the old one -------------------------------------------
  const keyOf = (node) => node.nodeType === 1 ? node.id || node.dataset.item || "" : "";
  const edited = (node) =>
    (node.matches("input[type=checkbox], input[type=radio]") && node.checked !== node.defaultChecked) ||
    (node.matches("input, textarea") && !node.matches("[type=range]") && node.value !== node.defaultValue);

  function morph(old, fresh) {
    if (old.isEqualNode(fresh) && !(old.nodeType === 1 && old.matches("input[type=range]"))) return;
    if (old.nodeType !== 1) { if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue; return; }
    // what was typed stays, and with it the text that it was made from
    const keep = (old.matches("input, textarea") && edited(old)) ||
      (old.matches("input[data-base]") && [...(old.form?.elements || [])].some((one) => one.matches("input, textarea") && edited(one)));
    const opened = old.matches("details, dialog");
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !(opened && name === "open") && !(keep && name === "value")) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value && !(keep && name === "value")) old.setAttribute(name, value);
    }
    if (old.matches("input") && !keep && old !== document.activeElement) old.value = fresh.value;
    if (old.matches("textarea") && keep) return;
    if (old.matches("select")) {
      if (old === document.activeElement) return;
      // clones: of options that are moved, each one left behind would become the chosen one in turn
      old.replaceChildren(...[...fresh.childNodes].map((one) => document.importNode(one, true)));
      return;
    }
    const byKey = new Map();
    for (const child of old.childNodes) if (keyOf(child)) byKey.set(keyOf(child), child);
    let here = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
      const key = keyOf(wanted);
      let match = key ? byKey.get(key) : null;
      if (!match && here && !keyOf(here) && !key && here.nodeName === wanted.nodeName) match = here;
      if (match && match.nodeName === wanted.nodeName) {
        if (match !== here) old.insertBefore(match, here); else here = here.nextSibling;
        morph(match, wanted);
      } else {
        old.insertBefore(document.importNode(wanted, true), here);
      }
    }
    while (here) { const next = here.nextSibling; here.remove(); here = next; }
  }

  const items = () => new Set([...document.querySelectorAll("main [data-item]")].map((one) => one.dataset.item));
  let turn = 0, asked = 0, leaving = 0; // which page was asked for by hand and is on its way; when a form was sent

  async function show(url, { push = true, keep = false, hand = true } = {}) {
    const mine = ++turn;
    if (hand) asked = mine;
    let answer, text;
    try {
      answer = await fetch(url, { credentials: "same-origin", headers: { accept: "text/html" } });
      text = await answer.text();
    } catch { say(words().offline); return; } finally { if (asked === mine) asked = 0; }
    if (mine !== turn) return; // somebody was quicker
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (!fresh.getElementById("view")) { location.assign(url); return; }
    const before = items(), place = new URL(answer.url), same = place.pathname === location.pathname;
    if (push) history.pushState(null, "", place.pathname + place.search + new URL(url, location.href).hash);
    else if (!keep) history.replaceState(null, "", place.pathname + place.search + location.hash);
    document.title = fresh.title;
    for (const name of ["data-version", "data-idle", "data-theme", "data-kept"]) {
      const value = fresh.documentElement.getAttribute(name);
      if (value === null) root.removeAttribute(name); else root.setAttribute(name, value);
    }
    if (root.lang !== fresh.documentElement.lang) { location.reload(); return; }
    for (const id of PARTS) if (at(id) && fresh.getElementById(id)) morph(at(id), fresh.getElementById(id));
    ready();
    if (same) { compare(before); if (push) reveal(); }
    else { scrollTo(0, 0); at("main").focus({ preventScroll: true }); say(at("heading").textContent.trim()); }
    toPlace(push && !same);
  }

  function compare(before) {
    const after = items();
    const added = [...after].filter((one) => !before.has(one)), gone = [...before].filter((one) => !after.has(one));
    for (const node of document.querySelectorAll("main [data-item]")) node.classList.toggle("fresh", before.size > 0 && added.includes(node.dataset.item));
    const told = [];
    if (added.length) told.push(words().appeared.replace("{n}", added.length));
    if (gone.length) told.push(words().gone.replace("{n}", gone.length));
    say(told.join(". ") || words().nothing_new);
  }

  function say(text) { const place = at("announce"); if (place) { place.textContent = ""; setTimeout(() => { place.textContent = text; }, 50); } }

  function reveal() { // the place that a link of the same page leads to, where it is out of sight
    const node = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1))), box = node && node.getBoundingClientRect();
    if (box && (box.bottom < 0 || box.top > innerHeight - 80)) node.scrollIntoView({ block: "start" });
  }

  function toPlace(always) {
    if (location.hash.length < 2) return;
    const name = decodeURIComponent(location.hash.slice(1)), node = at(name);
    if (node) { if (always) location.replace(location.hash); }
    else if (at("main").querySelector("[data-parts]") && !new URLSearchParams(location.search).has("at")) {
      const url = new URL(location.href);
      url.searchParams.set("at", name); // a long document is shown in parts: ask for the right one
      location.replace(url);
    }
  }

  // ---- links and forms ----------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.getAttribute("href"), location.href); // links in pictures have no plain href
    if (url.origin !== location.origin || link.hasAttribute("target") || link.hasAttribute("data-whole") || url.pathname.startsWith("/api/")) return;
    if (url.pathname === location.pathname && url.search === location.search) return; // a place on this page
    event.preventDefault();
    show(url.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "key-form") { event.preventDefault(); keepKeys(form); return; }
    if (form.method !== "get") {
      if (form.method === "post") { leaving = Date.now(); turn++; }
      forget(form);
      return;
    }
    event.preventDefault();
    const url = new URL(form.action, location.href);
    const fields = [...new FormData(form)].filter(([, value]) => String(value).trim());
    url.search = new URLSearchParams(fields).toString();
    show(url.href);
  });
  addEventListener("popstate", () => show(location.href, { push: false, keep: true }));
  // The page as it is now. Not while a form or a link is followed, which leads to another page; and
  // not in place of a page that says what is wrong with a form, which stands until it is sent again.
  // `told` is the number of the state that there is, or empty where the page itself wants to be renewed;
  // a page that was asked for before that state is older than it, and may come after it was told.
  async function renew(told) {
    if (root.hasAttribute("data-kept") || told === root.dataset.version) return;
    if (asked || Date.now() - leaving < 10000) {
      const pause = asked ? 200 : 2000;
      if (told) { clearTimeout(late); late = setTimeout(renew, pause, told); }
      else { clearTimeout(soon); soon = setTimeout(renew, pause, ""); }
      return;
    }
    await show(location.href, { push: false, keep: true, hand: false });
    if (told) say(words().updated);
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("#view select")) event.target.form.requestSubmit();
    const form = event.target.closest("form[data-instant]"); // what is chosen in it shows at once
    if (form) { pair(event.target); if (form.checkValidity()) form.requestSubmit(); }
  });

  // ---- time ---------------------------------------------------------------------------------
  let waiting;
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (slider.matches("[data-draft] *")) draft(slider.closest("[data-draft]"));
    if (slider.matches("[data-preview] *")) preview(slider.closest("[data-preview]"));
    if (!slider.matches(".slider")) return;
    const days = data("days") || [], day = days[slider.value] || "", field = slider.form.elements[slider.dataset.field];
    field.value = day;
    slider.setAttribute("aria-valuetext", day || (slider.dataset.field === "as-of" ? words().now : words().same));
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const url = new URL(location.href);
      if (day) url.searchParams.set(slider.dataset.field, day); else url.searchParams.delete(slider.dataset.field);
      url.searchParams.delete("page");
      show(url.href, { push: false });
    }, 160);
  });

  // ---- keys ---------------------------------------------------------------------------------
  const given = () => ({ search: "/", help: "?", go: "g", down: "j", up: "k", open: "o", raise: "K", lower: "J", add: "n", earlier: "[", later: "]", hide: "h", undo: "u", redo: "U", accept: "a", edit: "e", drop: "d", write: "w" });
  const stored = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  let keys = { ...given(), ...(stored("parley-keys") || {}) };
  let going = 0;
  const actions = {
    search: () => at("search").select(),
    help: () => { const box = at("keys"); if (box.open) box.close(); else box.showModal(); },
    go: () => { going = Date.now(); },
    down: () => step(1),
    up: () => step(-1),
    open: () => document.activeElement?.closest("[data-item]")?.querySelector("[data-open]")?.click(),
    raise: () => shift("[data-up]"),
    lower: () => shift("[data-down]"),
    add: () => document.querySelector("[data-add]")?.click(),
    earlier: () => at("earlier")?.click(),
    later: () => at("later")?.click(),
    hide: () => hide(),
    ...Object.fromEntries(["undo", "redo", "accept", "edit", "drop", "write"].map((name) => [name, () => document.querySelector(`[data-do="${name}"]`)?.click()])),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || stored("parley-keys-off")) return;
    if (event.target.matches("input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = [...document.querySelectorAll("[data-go]")].find((one) => one.dataset.go === event.key);
      if (link) { event.preventDefault(); link.click(); return; }
    }
    const action = Object.keys(keys).find((name) => keys[name] === event.key);
    if (!action || (at("keys").open && action !== "help")) return;
    event.preventDefault();
    actions[action]();
  });
  function step(by) {
    const all = [...document.querySelectorAll("main [data-item]")];
    const now = all.indexOf(document.activeElement?.closest("[data-item]"));
    const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function keepKeys(form) {
    const chosen = {};
    for (const field of form.querySelectorAll("[data-action]")) chosen[field.dataset.action] = field.value || given()[field.dataset.action];
    keys = { ...given(), ...chosen };
    localStorage.setItem("parley-keys", JSON.stringify(chosen));
    localStorage.setItem("parley-keys-off", JSON.stringify(at("keys-off").checked));
    ready();
    say(words().kept);
  }

  // ---- hiding, locking ----------------------------------------------------------------------
  function hide() {
    const on = !root.hasAttribute("data-hidden");
    root.toggleAttribute("data-hidden", on);
    document.cookie = `parley-hide=${on ? 1 : 0}; path=/; max-age=31536000; samesite=strict`;
    at("hide").setAttribute("aria-pressed", String(on));
    titled();
  }
  let shownTitle = "";
  function titled() {
    if (root.hasAttribute("data-hidden")) { if (document.title !== "parley") shownTitle = document.title; document.title = "parley"; }
    else if (document.title === "parley" && shownTitle) document.title = shownTitle;
  }
  let active = Date.now();
  for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, () => { active = Date.now(); }, { passive: true });
  setInterval(() => {
    const minutes = Number(root.dataset.idle || 0);
    if (minutes && Date.now() - active > minutes * 60000) at("lock-form").submit();
  }, 5000);

  // ---- drafts: what was typed survives a closed tab, in this browser, until it is sent --------
  const draftKey = (name) => `parley-draft ${location.pathname} ${name}`;
  function draft(form) {
    const kept = [...new FormData(form)].filter(([name, value]) => name !== "csrf" && typeof value === "string");
    localStorage.setItem(draftKey(form.dataset.draft), JSON.stringify(kept));
  }
  function restore(form) {
    const kept = stored(draftKey(form.dataset.draft));
    if (!kept || form.dataset.restored) return;
    form.dataset.restored = "yes";
    for (const [name, value] of kept) {
      const field = form.elements[name];
      if (!field || (field.type === "hidden" && !field.hasAttribute("data-base"))) continue;
      if (field.type === "checkbox") field.checked = true;
      else if (field instanceof RadioNodeList || ("value" in field && !edited(field))) field.value = value;
    }
    if (form.dataset.preview) preview(form);
  }
  // What a form would bring about is asked of the server, and nothing is written by it.
  let asking = 0, previewing;
  function preview(form) {
    clearTimeout(previewing);
    previewing = setTimeout(async () => {
      const mine = ++asking, body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      try {
        const answer = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin", headers: { accept: "text/html" } });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview");
        if (mine === asking && fresh && at("preview")) morph(at("preview"), fresh);
      } catch { say(words().offline); }
    }, 250);
  }
  // A draft that was sent is thrown away only when the server says that it took the form.
  function forget(form) {
    const names = [form.dataset.draft, ...(form.dataset.settles || "").split("|")].filter(Boolean);
    if (names.length) sessionStorage.setItem("parley-sent", JSON.stringify([...(sent() || []), ...names.map(draftKey)]));
  }
  function sent() { try { return JSON.parse(sessionStorage.getItem("parley-sent")); } catch { return null; } }
  function settled() {
    if (document.cookie.split("; ").includes("parley-arrived=1")) {
      for (const key of sent() || []) localStorage.removeItem(key);
      document.cookie = "parley-arrived=; path=/; max-age=0; samesite=strict";
    }
    sessionStorage.removeItem("parley-sent");
  }

  // ---- orders, sliders and pictures of an analysis --------------------------------------------
  let moved = null; // the item that is being moved, and by which of its buttons
  function shift(button) { document.activeElement?.closest("[data-item]")?.querySelector(button)?.click(); }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-up], [data-down]"), item = link?.closest("[data-item]");
    if (item) moved = { name: item.dataset.item, button: link.matches("[data-up]") ? "[data-up]" : "[data-down]", own: document.activeElement === item };
  }, true);
  function refocus() {
    if (!moved) return;
    const { name, button, own } = moved, item = [...document.querySelectorAll("main [data-item]")].find((one) => one.dataset.item === name);
    moved = null;
    if (item) (own ? item : item.querySelector(button) || item).focus({ preventScroll: true });
  }
  function pair(field) { // a slider and its number say the same
    if (!field.matches("[data-pair]")) return;
    for (const other of field.form.querySelectorAll("[data-pair]")) if (other !== field) other.value = field.value;
  }
  document.addEventListener("input", (event) => { if (event.target.form) pair(event.target); });
  // One stop of the Tab key for all points of a picture; arrows go from one to the next.
  document.addEventListener("keydown", (event) => {
    const dot = event.target.closest?.("[data-dot]"), by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!dot || !by) return;
    event.preventDefault();
    const all = [...dot.closest("[data-plot]").querySelectorAll("[data-dot]")], next = all[all.indexOf(dot) + by];
    if (next) { dot.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); }
  });
  let drag = null;
  function inPlot(plot, event) {
    const box = plot.getBoundingClientRect(), scale = plot.viewBox.baseVal.width / box.width, size = plot.dataset;
    const within = (value, most) => Math.min(Math.max(value, 0), Number(most));
    return [within((event.clientX - box.left) * scale - size.left, size.width), within((event.clientY - box.top) * scale - size.top, size.height)];
  }
  document.addEventListener("pointerdown", (event) => {
    const plot = event.target.closest?.("[data-plot]");
    if (!plot || event.button || event.pointerType !== "mouse" || event.target.closest("a")) return;
    event.preventDefault();
    drag = { plot, from: inPlot(plot, event) };
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const to = inPlot(drag.plot, event), box = drag.plot.querySelector(".drag");
    ["x", "y"].forEach((name, axis) => box.setAttribute(name, Math.min(drag.from[axis], to[axis])));
    ["width", "height"].forEach((name, axis) => box.setAttribute(name, Math.abs(drag.from[axis] - to[axis])));
  });
  addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { plot, from } = drag, to = inPlot(plot, event), low = plot.dataset.low.split(",").map(Number), high = plot.dataset.high.split(",").map(Number);
    drag = null;
    for (const name of ["width", "height"]) plot.querySelector(".drag").setAttribute(name, "0");
    if (Math.abs(to[0] - from[0]) < 8 || Math.abs(to[1] - from[1]) < 8) return;
    const across = (x) => low[0] + x / plot.dataset.width * (high[0] - low[0]), up = (y) => high[1] - y / plot.dataset.height * (high[1] - low[1]);
    const range = [across(Math.min(from[0], to[0])), across(Math.max(from[0], to[0])), up(Math.max(from[1], to[1])), up(Math.min(from[1], to[1]))];
    const url = new URL(document.querySelector("[data-zoom]").href);
    url.searchParams.set("zoom", range.map((one) => Number(one.toPrecision(8))).join(","));
    show(url.href);
  });

  // ---- texts with numbered lines --------------------------------------------------------------
  function number(area) {
    const gutter = area.previousElementSibling, count = area.value.split("\n").length;
    if (Number(gutter.dataset.lines) === count && gutter.textContent) return;
    gutter.dataset.lines = count;
    const first = Number(area.dataset.first || 1);
    gutter.textContent = Array.from({ length: count }, (_, at) => first + at).join("\n");
    area.rows = count;
  }
  function jump(area, line, column) {
    const lines = area.value.split("\n"), at = Math.min(Math.max(line - Number(area.dataset.first || 1), 0), lines.length - 1);
    const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0) + Math.min(Math.max(column - 1, 0), lines[at].length);
    const rest = lines[at].slice(column - 1).match(/^[\w.-]+/), box = area.parentElement;
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + (rest ? rest[0].length : 0));
    const height = area.scrollHeight / lines.length;
    box.scrollTop = Math.max(0, (at - 4) * height);
    box.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-lined]")) number(event.target); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]"), area = link && at(link.dataset.area);
    if (!area) return;
    event.preventDefault();
    jump(area, Number(link.dataset.line), Number(link.dataset.column || 1));
  });

  // ---- after every page ---------------------------------------------------------------------
  let soon, late; // the page wants to be renewed; a change was told that it may not have yet
  function ready() {
    refocus();
    for (const node of document.querySelectorAll("[data-key-of]")) node.textContent = keys[node.dataset.keyOf];
    for (const form of document.querySelectorAll("form[data-draft]")) restore(form);
    for (const area of document.querySelectorAll("textarea[data-lined]")) {
      number(area);
      if (area.dataset.line && !area.dataset.jumped) { area.dataset.jumped = "yes"; jump(area, Number(area.dataset.line), Number(area.dataset.column || 1)); }
    }
    const off = at("keys-off");
    if (off && !off.dataset.set) {
      off.dataset.set = "yes";
      off.checked = Boolean(stored("parley-keys-off"));
      for (const field of document.querySelectorAll("#key-form [data-action]")) field.value = keys[field.dataset.action];
    }
    titled();
    const current = at("top")?.querySelector("nav [aria-current]"), bar = current?.closest("nav"); // a row that scrolls sideways
    for (const one of bar ? [bar, ...bar.children] : []) if (one.scrollWidth > one.clientWidth) one.scrollLeft = current.offsetLeft - one.clientWidth / 2;
    const result = at("main")?.querySelector("[data-result]");
    if (result) show(result.href, { push: false });
    clearTimeout(soon);
    const pause = Number(at("main")?.querySelector("[data-refresh]")?.dataset.refresh || 0);
    if (pause) soon = setTimeout(renew, pause, "");
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("#show-keys")) actions.help();
    else if (event.target.closest("#hide")) hide();
    else if (event.target.closest("#keys-reset")) {
      for (const field of document.querySelectorAll("#key-form [data-action]")) field.value = given()[field.dataset.action];
      at("keys-off").checked = false;
      keepKeys(at("key-form"));
    }
  });

  // ---- changes of the dossier -----------------------------------------------------------------
  let stream = null;
  function listen() {
    if (document.hidden) { stream?.close(); stream = null; return; } // a browser has few connections
    if (stream) return;
    stream = new EventSource("/events");
    stream.addEventListener("state", (event) => {
      clearTimeout(late); // what was told before is older
      renew(event.data);
    });
    stream.addEventListener("locked", () => { stream.close(); location.assign("/locked?back=" + encodeURIComponent(location.pathname + location.search)); });
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { stream?.close(); stream = null; });
  addEventListener("pageshow", () => { leaving = 0; listen(); });
  settled();
  ready();
  listen();
  toPlace(false);
})();
