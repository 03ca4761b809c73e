// Presses "Go on" while an import is under way, so that nobody has to; without it the button does the same.
const pressed = document.querySelector("#going-on button");
if (pressed) setTimeout(() => pressed.click(), 200);
