// Looks every few seconds how far a list is and puts that in its place, so that the page itself need not be fetched anew.
const LONGEST = 15000;
let pause = 1500;
const look = async () => {
  const part = document.querySelector("#moving[data-following]");
  if (!part) return;
  let answer;
  try {
    answer = await fetch(part.dataset.following, { redirect: "manual" });
  } catch { /* no line: asked again below */ }
  if (answer?.ok) {
    const shown = document.createElement("template");
    shown.innerHTML = await answer.text();
    const next = shown.content.querySelector("#moving");
    const idle = document.activeElement === document.body;
    if (next && !next.dataset.following && idle) { location.replace(location.pathname); return; }
    if (next) part.replaceWith(next);
  }
  pause = Math.min(pause * 1.2, LONGEST);
  setTimeout(look, pause);
};
setTimeout(look, pause);
