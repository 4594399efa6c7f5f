/* Where attention goes: to the error summary or the answer to what was just done; and out of an open menu. */
"use strict";

(() => {
  // The error summary stands after the messages but matters more.
  const first = document.querySelector(".error-summary[data-focus]") || document.querySelector("[data-focus]");
  if (first) {
    first.focus();
  }

  // A link of the error summary leads into the box itself, with its question in view.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) {
      return;
    }
    event.preventDefault();
    (box.closest(".field") || box).scrollIntoView();
    box.focus({ preventScroll: true });
  });

  const menus = document.querySelectorAll("details[data-closes]");
  document.addEventListener("click", (event) => {
    menus.forEach((menu) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });
  menus.forEach((menu) => {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  });
})();
