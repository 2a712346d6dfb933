// The menu closes on Escape and on a click beside it; it opens without a script.
{
  for (const menu of document.querySelectorAll('[data-module="menu"]')) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }
}
