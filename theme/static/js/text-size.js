// The size of the text, kept for the next article.
{
  const key = "co-chu";
  const largest = 3;
  const buttons = [...document.querySelectorAll('[data-module="text-size"]')];
  const root = document.documentElement;

  const stored = () => {
    try {
      return Number(localStorage.getItem(key)) || 0;
    } catch {
      return 0; // storage is switched off
    }
  };

  const set = (size) => {
    root.dataset.textSize = String(size);
    for (const button of buttons) {
      const next = size + Number(button.dataset.step);
      button.disabled = next < 0 || next > largest;
    }
    try {
      localStorage.setItem(key, String(size));
    } catch {
      // the size holds for this page alone
    }
  };

  if (buttons.length) {
    set(Math.min(largest, Math.max(0, stored())));
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => set(Number(root.dataset.textSize) + Number(button.dataset.step)));
    }
  }
}
