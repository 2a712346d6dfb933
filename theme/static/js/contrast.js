// The buttons for high contrast. The choice is kept for all pages; display.js sets it when a page opens.
{
  const root = document.documentElement;
  const buttons = [...document.querySelectorAll('[data-module="contrast"]')];

  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(root.dataset.contrast === "cao"));
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const contrast = root.dataset.contrast === "cao" ? "" : "cao";
      root.dataset.contrast = contrast;
      show();
      try {
        localStorage.setItem("tuong-phan", contrast);
      } catch {
        // the contrast holds for this page alone
      }
    });
  }
  show();
  window.addEventListener("pageshow", show);
}
