/* Shows what needs a passkey where the browser has passkeys, and hands its button to allauth's ceremony. */
"use strict";
(() => {
  if (!window.webauthnJSON?.supported()) return;
  const begins = { loginForm: "login", authenticateForm: "authenticate", signupForm: "signup" };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const ceremony = form.dataset.passkey;
    form.hidden = false;
    allauth.webauthn.forms[ceremony]({
      ids: { credential: "passkey-credential", data: "passkey-options", [begins[ceremony]]: "passkey-go" },
    });
  }
  for (const shut of document.querySelectorAll("[data-no-passkey]")) shut.hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const note = document.querySelector(".passkey-note");
    if (note) note.textContent = note.dataset.failed;
  });
})();
