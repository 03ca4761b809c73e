/* The one script: everything works without it. It keeps what is typed, opens provisions in place, knows some keys,
   and sends no form twice. Plain and unpacked, so that it can be read. */
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const REST = 4000, LONGEST = 20000, AGAIN = 10000;

  /* Keeping what is typed: some seconds after typing stops, and when the page is left. */
  const OURS = ["csrfmiddlewaretoken", "typing", "kept"];
  const typedIn = (form) => {
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.includes(name));
    return new URLSearchParams(pairs).toString();
  };
  const guarded = [];
  for (const form of all("form[data-keep], form[data-warn]")) {
    const note = one(".kept", form);
    const state = { form, kept: typedIn(form), failed: !form.dataset.keep, leaving: false };
    state.changed = () => typedIn(form) !== state.kept;
    let timer, begun;
    const mark = () => {
      if (form.elements.kept) return;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "kept", value: "1" });
      form.append(field);
    };
    state.save = async (leaving = false) => {
      clearTimeout(timer);
      begun = undefined;
      const typed = typedIn(form);
      if (!form.dataset.keep || typed === state.kept || state.leaving) return;
      mark();
      const body = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, path: form.dataset.keep, typed,
      });
      let answer;
      try {
        answer = await fetch("/work/keep/", { method: "POST", body, redirect: "manual", keepalive: leaving });
      } catch { /* no line: told below */ }
      state.failed = !answer?.ok;
      if (answer?.ok) state.kept = typed;
      const said = answer?.ok ? await answer.text() : note.dataset.failed;
      note.classList.toggle("warn", state.failed);
      if (note.textContent !== said) note.textContent = said;
    };
    form.addEventListener("input", () => {
      begun ??= Date.now();
      clearTimeout(timer);
      timer = setTimeout(state.save, Date.now() - begun > LONGEST ? 0 : REST);
    });
    form.addEventListener("submit", () => { clearTimeout(timer); state.leaving = true; });
    guarded.push(state);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") guarded.forEach((state) => state.save(true));
  });
  addEventListener("beforeunload", (event) => {
    if (guarded.some((state) => state.failed && !state.leaving && state.changed())) event.preventDefault();
  });

  /* No form is sent twice. */
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(release, AGAIN, form);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach(release);
    guarded.forEach((state) => { state.leaving = false; });
  });

  /* A provision opens as a card where it is cited; its link still leads to its page. */
  const card = one("#card");
  const open = async (link) => {
    let answer;
    try {
      answer = await fetch(`${link.href}?part=card`, { redirect: "manual" });
    } catch { /* no line: the link is followed */ }
    if (!answer?.ok) { location.href = link.href; return; }
    one(".card-body", card).innerHTML = await answer.text();
    if (!card.open) card.showModal();
    card.scrollTop = 0;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-card]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && card && plain) { event.preventDefault(); open(link); }
    if (event.target.matches("dialog")) event.target.close();
    const menu = one("details.who[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  /* Keys, which can be switched off: they are single letters (WCAG 2.1.4). */
  const keys = one("#keys"), opener = one("#keys-open"), on = one("#keys-on");
  const stored = { get: () => { try { return localStorage.keys; } catch { return ""; } },
    set: (value) => { try { localStorage.keys = value; } catch { /* then for this page only */ } } };
  if (keys && opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => keys.showModal());
    on.checked = stored.get() !== "off";
    on.addEventListener("change", () => stored.set(on.checked ? "on" : "off"));
  }
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = one("details.who[open]");
      if (menu) { menu.open = false; one("summary", menu).focus(); }
    }
    if (!on?.checked || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (event.target.closest("input, select, textarea")) return;
    const place = Date.now() - going < 1500 ? one(`.places [data-key="${CSS.escape(event.key)}"]`) : null;
    going = 0;
    if (place) { event.preventDefault(); place.click(); return; }
    const find = one("main [role=search] :is(input, select), main form :is(input[type=text], input:not([type]))");
    if (event.key === "/" && find) { event.preventDefault(); find.focus(); }
    if (event.key === "?") { event.preventDefault(); keys.showModal(); }
    if (event.key === "g") going = Date.now();
  });
})();
