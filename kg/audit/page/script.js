"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const rows = all(".row");
  const pop = one("#pop");
  const narrow = matchMedia("(max-width: 62rem)");
  const words = (element) => (element.dataset.q || "").split(" ").filter(Boolean);
  const keys = (element) => (element.dataset.t || "").split(" ").filter(Boolean);
  const byId = (id) => document.getElementById(id);
  root.classList.add("js");

  // ---- language: labels and interface; the document stays as it is
  const setLanguage = (language) => {
    root.dataset.lang = language;
    root.lang = language === "zh" ? "zh-Hans" : "en";
    document.title = one("title").dataset[language];
    for (const name of ["aria-label", "placeholder"]) {
      for (const each of all(`[data-${name}-zh]`)) each.setAttribute(name, each.getAttribute(`data-${name}-${language}`));
    }
    for (const each of all("[data-set-lang]")) each.setAttribute("aria-pressed", each.dataset.setLang === language);
    narrowDown();
  };

  // ---- filters and search
  let filter = "all";
  const search = one("#search");
  const searchTexts = new Map(); // by row, in both languages
  const searchText = (row) => {
    if (!searchTexts.has(row)) {
      const parts = [row.id, one(".text", row)?.textContent ?? ""];
      for (const each of all("summary, .excuse, .fault, .reason", row)) parts.push(each.textContent);
      for (const each of all("[data-find]", row)) parts.push(each.dataset.find);
      searchTexts.set(row, parts.join("\n").toLowerCase());
    }
    return searchTexts.get(row);
  };
  const fits = (row, sought) => (filter === "all" || filter in row.dataset) && (!sought || searchText(row).includes(sought));
  const narrowDown = () => {
    const sought = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, sought);
      shown += !row.hidden;
    }
    for (const each of all(".paragraph, .part")) each.hidden = !one(".row:not([hidden])", each);
    one(".nothing").hidden = shown > 0;
    const status = one(".shown");
    status.textContent = status.dataset[root.dataset.lang].replace("{shown}", shown).replace("{total}", rows.length);
    showFound(sought);
  };
  const setFilter = (name) => {
    filter = name;
    for (const each of all("[data-filter]")) each.setAttribute("aria-pressed", each.dataset.filter === name);
    narrowDown();
  };
  const showFound = (sought) => { // if the browser can highlight text without changing it
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!sought) return;
    const other = root.dataset.lang === "zh" ? ".en" : ".zh";
    const ranges = rows.filter((row) => !row.hidden).flatMap((row) => all(".text, .label, .excuse", row).flatMap((each) => rangesOf(each, sought, other)));
    CSS.highlights.set("found", new Highlight(...ranges));
  };
  const rangesOf = (element, sought, other) => {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(other)) nodes.push(walker.currentNode);
    const text = nodes.map((node) => node.data).join("").toLowerCase();
    const place = (offset, isEnd) => {
      for (const node of nodes) {
        if (offset < node.length || (isEnd && offset === node.length)) return [node, offset];
        offset -= node.length;
      }
      return null;
    };
    const found = [];
    for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
      const start = place(at, false);
      const end = place(at + sought.length, true);
      if (!start || !end) continue;
      const range = new Range();
      range.setStart(...start);
      range.setEnd(...end);
      found.push(range);
    }
    return found;
  };

  // ---- highlight the words of a fact, and the facts of words
  const unlight = () => { for (const each of all(".lit, .m.on")) each.classList.remove("lit", "on"); };
  const lightWords = (entry) => {
    const numbers = words(entry);
    for (const each of all(".text [data-q]", entry.closest(".row"))) {
      if (words(each).some((number) => numbers.includes(number))) each.classList.add("lit");
    }
    for (const each of all(".text .m", entry.closest(".row"))) if (keys(each).includes(entry.id)) each.classList.add("lit");
  };
  const lightFacts = (piece) => {
    const row = piece.closest(".row");
    const targets = keys(piece);
    const numbers = words(piece);
    for (const each of all(".entry, .excuse, .fault", row)) {
      const quoted = words(each).some((number) => numbers.includes(number));
      if (targets.length ? targets.includes(each.id) : quoted) each.classList.add("lit");
    }
    if (targets.length) {
      for (const each of all(".text .m", row)) if (keys(each)[0] === targets[0]) each.classList.add("on");
    }
  };
  const light = (target) => {
    unlight();
    const entry = target.closest?.(".row .entry, .row .excuse");
    const piece = target.closest?.(".text [data-q], .text .m");
    if (entry) lightWords(entry);
    else if (piece) lightFacts(piece);
  };

  // ---- a mark shows its facts or faults
  let shownFor = null;
  let timer = 0;
  const card = (id) => {
    const source = byId(id);
    if (!source) return null;
    const made = document.createElement("div");
    made.className = "card";
    if (source.matches(".entry")) {
      const head = document.createElement("p");
      head.append(one(".head", source).cloneNode(true));
      made.append(head, one(".body", source).cloneNode(true));
      for (const each of all(".find, .head > .sign", made)) each.remove();
    } else {
      const copy = source.cloneNode(true);
      const wrap = document.createElement(copy.matches("li") ? "ul" : "div");
      copy.removeAttribute("id");
      copy.classList.remove("lit");
      wrap.append(copy);
      made.append(wrap);
    }
    return made;
  };
  const whole = (mark) => all(".m", mark.closest(".text")).filter((each) => keys(each)[0] === keys(mark)[0] && each.className.split(" ")[1] === mark.className.split(" ")[1]);
  const showPop = (mark, pinned) => {
    clearTimeout(timer);
    const state = ["figure", "none", "missing"].find((name) => mark.classList.contains(name));
    const status = document.createElement("p");
    const sample = document.createElement("span");
    sample.className = `m ${state}`;
    sample.lang = "zh-Hans";
    sample.textContent = whole(mark).map((each) => each.textContent).join("");
    status.className = "state";
    status.append(sample, ...byId(`is-${state}`).cloneNode(true).childNodes);
    one(".inside", pop).replaceChildren(status, ...keys(mark).map(card).filter(Boolean));
    pop.hidden = false;
    pop.classList.toggle("pinned", pinned);
    pop.scrollTop = 0;
    shownFor = mark;
    mark.setAttribute("aria-details", "pop");
    putPop(mark);
  };
  const putPop = (mark) => {
    pop.style.left = pop.style.top = "";
    if (narrow.matches) return;
    const box = mark.getClientRects()[0];
    const left = Math.max(16, Math.min(box.left - 16, root.clientWidth - pop.offsetWidth - 16));
    const below = mark.getBoundingClientRect().bottom + 8;
    const fits = below + pop.offsetHeight < innerHeight || box.top < pop.offsetHeight + 70;
    pop.style.left = `${left + scrollX}px`;
    pop.style.top = `${(fits ? below : box.top - pop.offsetHeight - 8) + scrollY}px`;
  };
  const hidePop = () => {
    clearTimeout(timer);
    pop.hidden = true;
    pop.classList.remove("pinned");
    shownFor?.removeAttribute("aria-details");
    shownFor = null;
  };
  const isPinned = () => pop.classList.contains("pinned");
  const later = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };

  addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (event.target.closest("#pop")) { clearTimeout(timer); return; }
    light(event.target);
    if (isPinned()) return;
    const mark = event.target.closest("a.m");
    if (mark && mark !== shownFor) later(() => showPop(mark, false), 150);
    else if (!mark && shownFor) later(hidePop, 250);
    else if (!mark) clearTimeout(timer);
    else clearTimeout(timer);
  });
  addEventListener("focusin", (event) => {
    if (event.target.closest("#pop")) return;
    light(event.target);
    const mark = event.target.closest("a.m");
    if (mark && mark.matches(":focus-visible")) showPop(mark, false);
    else if (!mark && !isPinned()) hidePop();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || pop.hidden) return;
    const mark = shownFor;
    const inside = pop.contains(document.activeElement);
    hidePop();
    if (inside) mark?.focus();
  });

  // ---- clicks and taps
  const toggleOf = (row) => one(".toggle", row);
  const openFacts = (row, open) => { toggleOf(row)?.setAttribute("aria-expanded", open); };
  const openRow = (row, open) => { // folded under a passage on a narrow window, beside it as headlines on a wide one
    openFacts(row, open);
    if (!narrow.matches) for (const each of all(".entry:not(.plain)", row)) each.open = open;
  };
  const toggleRow = (row) => openRow(row, toggleOf(row)?.getAttribute("aria-expanded") !== "true");
  const clickMark = (mark, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    unlight();
    lightFacts(mark);
    if (shownFor === mark && isPinned()) { hidePop(); return; }
    showPop(mark, true);
    if (event.detail === 0) one(".close", pop).focus(); // by keyboard
  };
  addEventListener("click", (event) => {
    const { target } = event;
    const on = (selector) => target.closest(selector);
    const mark = on("a.m");
    if (mark) { clickMark(mark, event); return; }
    if (on("#pop .close")) { const back = shownFor; hidePop(); back?.focus({ preventScroll: true }); return; }
    if (on("#pop")) return;
    if (!pop.hidden) hidePop();
    if (on("[data-set-lang]")) setLanguage(on("[data-set-lang]").dataset.setLang);
    else if (on("[data-filter]")) setFilter(on("[data-filter]").dataset.filter);
    else if (on(".toggle")) toggleRow(on(".row"));
    else if (on(".find")) { search.value = on(".entry").dataset.find; setFilter("all"); search.scrollIntoView({ block: "nearest" }); }
    else if (on(".every")) openAll(on(".every"));
    else if (on(".text") && !String(getSelection())) toggleRow(on(".row"));
    if (on(".text, .entry, .excuse") && narrow.matches) light(target);
  });
  const openAll = (button) => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", open);
    for (const each of all(".entry:not(.plain)")) each.open = open;
    for (const row of rows) openFacts(row, open);
  };

  // ---- links show their passage or fact, even if it is filtered out or folded
  const follow = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const row = target.closest(".row");
    if (row?.hidden) { search.value = ""; setFilter("all"); }
    if (row && narrow.matches) openFacts(row, true);
    if (target.matches("details")) target.open = true;
    if (row) target.scrollIntoView({ block: target === row ? "start" : "center" });
  };
  addEventListener("hashchange", follow);
  search.addEventListener("input", narrowDown);
  addEventListener("resize", () => { if (!pop.hidden && shownFor) putPop(shownFor); });
  narrowDown();
  follow();
})();
