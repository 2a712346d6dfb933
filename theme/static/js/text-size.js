// The buttons for the size of letters. The choice is kept for all pages; display.js sets it when a page opens.
// A button at its end keeps the focus, which a disabled one would lose.
{
  const largest = 3;
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll('[data-module="text-size"]')];
  const read = () => Number(root.dataset.textSize) || 0;

  const show = () => {
    for (const button of buttons) {
      const next = read() + Number(button.dataset.step);
      button.setAttribute("aria-disabled", String(next < 0 || next > largest));
    }
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const size = String(read() + Number(button.dataset.step));
      root.dataset.textSize = size;
      show();
      try {
        localStorage.setItem("co-chu", size);
      } catch {
        // the size holds for this page alone
      }
    });
  }
  show();
  window.addEventListener("pageshow", show);
}
