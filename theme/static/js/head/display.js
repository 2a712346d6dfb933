// The size of letters and the contrast that a reader chose. Unlike the other scripts, this one does not wait for the page:
// a browser that has it in its cache sets both before it paints.
{
  const root = document.documentElement;

  const apply = () => {
    let size = 0;
    let contrast = null;
    try {
      size = Math.min(3, Math.max(0, Number(localStorage.getItem("co-chu")) || 0));
      contrast = localStorage.getItem("tuong-phan");
    } catch {
      // storage is switched off
    }
    if (contrast === null) contrast = matchMedia("(prefers-contrast: more)").matches ? "cao" : "";
    root.dataset.textSize = String(size);
    root.dataset.contrast = contrast;
  };

  apply();
  // A page that comes back from the history may have older choices.
  addEventListener("pageshow", (event) => {
    if (event.persisted) apply();
  });
}
