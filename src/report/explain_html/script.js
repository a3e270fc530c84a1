"use strict";
for (const article of document.querySelectorAll("article")) {
  const all = (selector) => Array.from(article.querySelectorAll(selector));
  const conditions = all(".c"), values = all(".v"), cards = all(".conditions > li");
  const ids = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean);
  const mode = () => article.dataset.mode;
  let shown = [];

  const clear = () => {
    for (const element of article.querySelectorAll(".on, .decided, .refused, .elsewhere")) {
      element.classList.remove("on", "decided", "refused", "elsewhere");
    }
  };
  // How a value stands to a condition in the mode that is shown.
  const role = (value, id) => {
    if (ids(value, mode()).includes(id)) return "decided";
    const card = cards.find((card) => card.dataset.c === id);
    const mark = card ? card.dataset[mode()] : "";
    if (mark === "failed" && ids(value, "rejected").includes(id)) return "refused";
    if (mark === "apart" && ids(value, "accepted").includes(id)) return "elsewhere";
    return null;
  };
  const show = (wanted, source) => {
    clear();
    shown = wanted;
    for (const element of conditions.concat(cards)) {
      if (wanted.includes(element.dataset.c)) element.classList.add("on");
    }
    for (const value of values) {
      for (const id of wanted) {
        const found = role(value, id);
        if (found) value.classList.add(found);
      }
    }
    // Bring into view what is highlighted in the other panes, without moving the page.
    for (const pane of all(".code")) {
      if (source && pane.contains(source)) continue;
      const first = pane.querySelector(".decided, .refused, .elsewhere, .c.on");
      if (!first) continue;
      const box = pane.getBoundingClientRect(), at = first.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) {
        pane.scrollTop += at.top - box.top - box.height / 3;
      }
    }
  };
  const wantedBy = (element) => {
    if (element.dataset.c !== undefined) return [element.dataset.c];
    return ids(element, "accepted").concat(ids(element, "rejected"))
      .filter((id) => role(element, id));
  };
  const source = (event) => event.target.closest(".c, .v, .conditions > li");
  const enter = (event) => {
    const element = source(event);
    if (element) show(wantedBy(element), element);
  };
  const leave = () => {
    const focused = article.contains(document.activeElement)
      && document.activeElement.closest(".c, .v, .conditions > li");
    if (focused) show(wantedBy(focused), focused);
    else { shown = []; clear(); }
  };
  article.addEventListener("mouseover", enter);
  article.addEventListener("mouseout", leave);
  article.addEventListener("focusin", enter);
  article.addEventListener("focusout", () => { shown = []; clear(); });
  article.addEventListener("keydown", (event) => {
    const element = source(event);
    if (event.key === "Escape") { if (element) element.blur(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !element) return;
    const kin = element.matches(".c") ? conditions : element.matches(".v") ? values : cards;
    const stops = kin.filter((one) => one.tabIndex === 0);
    const next = stops[stops.indexOf(element) + step];
    if (next) { next.focus(); event.preventDefault(); }
  });
  for (const choice of all("input[type=radio]")) {
    choice.addEventListener("change", () => {
      article.dataset.mode = choice.value;
      show(shown, null);
    });
  }
}
